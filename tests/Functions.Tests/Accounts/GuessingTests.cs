using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Accounts;

/// <summary>Whoever guesses, from however many addresses, neither gets in nor keeps the owner out, and learns nothing of who has an account.</summary>
public sealed class GuessingTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const int Guesses = 1000;
    private const int Addresses = 100;
    private const int AtOnce = 16;

    private InProcessPortal portal = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await InProcessPortal.StartAsync(
            azurite.NewAccount(),
            new Dictionary<string, string> { ["Auth__ForwardedHops"] = "1", ["Auth__FailuresByAddress"] = $"{Guesses}" });
        await portal.AddCustomer("C1", "S1");
        await portal.AddAccount("c.delorme", "C1");
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task AThousandGuesses_FromAHundredAddresses_AreFive_AndTheOwnerStillGetsIn()
    {
        using var before = await portal.Login("c.delorme");
        var passwords = portal.Services.GetRequiredService<Passwords>();
        var verified = passwords.Verified;
        var (wrong, waiting) = (0, 0);

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Guesses),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Stop },
            async (guess, _) =>
            {
                using var answer = await Send("login", new { identifier = "c.delorme", password = $"guess {guess}" }, $"203.0.113.{guess % Addresses}");
                if (answer.StatusCode is HttpStatusCode.Unauthorized) Interlocked.Increment(ref wrong);
                else if (answer.StatusCode is HttpStatusCode.TooManyRequests) Interlocked.Increment(ref waiting);
            });

        Assert.Equal((5, Guesses - 5), (wrong, waiting));
        Assert.Equal(5, passwords.Verified - verified);
        using var owner = await portal.Login("c.delorme", cookie: before.DeviceCookie());
        Assert.Equal(HttpStatusCode.OK, owner.StatusCode);
    }

    /// <summary>Measures rather than asserts how long answers take: on a machine under load nothing is alike. That the work is the same is tested.</summary>
    [Fact(Explicit = true)]
    public async Task HowLongAnswersTake_ForKnownAndUnknownIdentifiers()
    {
        (string Route, int Pairs, Func<string, object> Body)[] asked =
        [
            ("login", 200, identifier => new { identifier, password = "wrong" }),
            ("forgot-password", 400, identifier => new { identifier }),
        ];
        foreach (var (route, pairs, body) in asked)
        {
            var (known, unknown) = (new List<double>(), new List<double>());
            for (var pair = -5; pair < pairs; pair++)
            {
                portal.Clock.Advance(TimeSpan.FromHours(1));
                var (first, second) = (await Time(route, body("c.delorme")), await Time(route, body($"n.obody{pair}")));
                if (pair < 0) continue;
                known.Add(first);
                unknown.Add(second);
            }

            TestContext.Current.TestOutputHelper!.WriteLine($"{route}: known {Spread(known)}, unknown {Spread(unknown)} (p10, p50, p90 in ms)");
        }
    }

    private async Task<double> Time(string route, object body)
    {
        var watch = Stopwatch.StartNew();
        using var answer = await Send(route, body, "203.0.113.1");
        Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Accepted, $"{answer.StatusCode}");
        return watch.Elapsed.TotalMilliseconds;
    }

    private static string Spread(List<double> times)
    {
        times.Sort();
        return $"{times[times.Count / 10]:0.0} {times[times.Count / 2]:0.0} {times[times.Count * 9 / 10]:0.0}";
    }

    private async Task<HttpResponseMessage> Send(string route, object body, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/auth/{route}")
        {
            Content = JsonContent.Create(body),
            Headers = { { "X-Forwarded-For", address } },
        };
        return await portal.Client.SendAsync(request, Stop);
    }
}
