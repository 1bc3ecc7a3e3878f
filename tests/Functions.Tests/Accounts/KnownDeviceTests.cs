using System.Net;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Accounts;

/// <summary>A device on which somebody has signed in has a counter of its own: a stranger's failures do not lock the person out.</summary>
public sealed class KnownDeviceTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private StorageProxy storage = null!;
    private InProcessPortal portal = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        storage = await StorageProxy.StartAsync(azurite.NewAccount());
        portal = await InProcessPortal.StartAsync(storage.Account, new Dictionary<string, string> { ["Auth__FailuresByAddress"] = "12" });
        await portal.AddCustomer("C1", "S1");
        await portal.AddAccount("c.delorme", "C1");
        await portal.AddAccount("j.petit", "C1");
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await storage.DisposeAsync();
    }

    [Fact]
    public async Task TheOwner_SignsIn_WhereTheyHaveBefore_WhileStrangersWait()
    {
        var device = await Device("c.delorme");
        await Fail("c.delorme", 5);

        using var elsewhere = await portal.Login("c.delorme");
        await elsewhere.IsProblem(HttpStatusCode.TooManyRequests, "too-many-attempts");
        using var owner = await portal.Login("c.delorme", cookie: device);
        Assert.Equal(HttpStatusCode.OK, owner.StatusCode);

        // The owner's success frees nobody else.
        using var still = await portal.Login("c.delorme");
        await still.IsProblem(HttpStatusCode.TooManyRequests, "too-many-attempts");
    }

    [Fact]
    public async Task AKnownDevice_ThatFailsTooOften_WaitsAsWell_AndNobodyElseDoes()
    {
        var device = await Device("c.delorme");
        await Fail("c.delorme", 5, device);

        using var refused = await portal.Login("c.delorme", cookie: device);
        await refused.IsProblem(HttpStatusCode.TooManyRequests, "too-many-attempts");
        Assert.Equal(TimeSpan.FromMinutes(15), refused.Headers.RetryAfter?.Delta);
        using var elsewhere = await portal.Login("c.delorme");
        Assert.Equal(HttpStatusCode.OK, elsewhere.StatusCode);

        portal.Clock.Advance(TimeSpan.FromMinutes(15));
        using var again = await portal.Login("c.delorme", cookie: device);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task ACopyOfTheCookie_CannotLockOutTheDevice_OnceItHasSignedInAgain()
    {
        var copied = await Device("c.delorme");
        using var owner = await portal.Login("c.delorme", cookie: copied);
        await Fail("c.delorme", 5, copied);

        using var again = await portal.Login("c.delorme", cookie: owner.DeviceCookie());
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Theory]
    [InlineData("the other account's")]
    [InlineData("the other account's, by the right name")]
    [InlineData("another device")]
    [InlineData("another signature")]
    [InlineData("nothing")]
    public async Task ACookie_ThatWasNotGivenForTheAccount_IsWorthNothing(string what)
    {
        var (name, value) = Split(await Device("c.delorme"));
        var (otherName, otherValue) = Split(await Device("j.petit"));
        var cookie = what switch
        {
            "the other account's" => $"{otherName}={otherValue}",
            "the other account's, by the right name" => $"{name}={otherValue}",
            "another device" => $"{name}={otherValue.Split('.')[0]}.{value.Split('.')[1]}",
            "another signature" => $"{name}={value[..^1]}{(value[^1] == 'A' ? 'E' : 'A')}",
            _ => $"{name}=",
        };
        await Fail("c.delorme", 5);

        using var refused = await portal.Login("c.delorme", cookie: cookie);
        await refused.IsProblem(HttpStatusCode.TooManyRequests, "too-many-attempts");
    }

    [Fact]
    public async Task PeopleWhoShareADevice_AreBothKnownOnIt()
    {
        var cookies = $"{await Device("c.delorme")}; {await Device("j.petit")}";
        await Fail("c.delorme", 5);
        await Fail("j.petit", 5);

        foreach (var person in new[] { "c.delorme", "j.petit" })
        {
            using var answer = await portal.Login(person, cookie: cookies);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task GuessesAtTheSameTime_FromAKnownDevice_AreNoMoreThanFive()
    {
        var device = await Device("c.delorme");
        var before = portal.Services.GetRequiredService<Passwords>().Verified;

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(guess => portal.Login("c.delorme", $"guess {guess}", device)));

        Assert.Equal(5, answers.Count(answer => answer.StatusCode is HttpStatusCode.Unauthorized));
        Assert.Equal(5, portal.Services.GetRequiredService<Passwords>().Verified - before);
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task AnAddressThatWaits_DoesNotHoldBackADeviceThatIsKnown()
    {
        var device = await Device("c.delorme");
        for (var attempt = 0; attempt < 12; attempt++) (await portal.Login($"somebody{attempt}", "wrong")).Dispose();

        using var unknown = await portal.Login("c.delorme");
        await unknown.IsProblem(HttpStatusCode.TooManyRequests, "too-many-attempts");
        using var known = await portal.Login("c.delorme", cookie: device);
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
    }

    [Fact]
    public async Task AFailure_SetsNoCookie_AndAnswersAfterTheSameRequests_WithACookieAndWithout()
    {
        var device = await Device("c.delorme");
        // Each counter has its row.
        await Fail("c.delorme", 1);
        await Fail("c.delorme", 1, device);
        await Fail("nobody", 1);

        var requests = new HashSet<string>();
        foreach (var (identifier, cookie) in new[] { ("c.delorme", device), ("c.delorme", null), ("nobody", device), ("nobody", null) })
        {
            var before = storage.Requests.Count;
            using var answer = await portal.Login(identifier, "wrong", cookie);
            await answer.IsProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            requests.Add(string.Join(' ', storage.RequestsOfCalls(before).Select(request => request.Operation).Order()));
        }

        Assert.Single(requests);
    }

    [Fact]
    public async Task DevicesThatAreDone_LeaveNoRows()
    {
        for (var visit = 0; visit < 3; visit++)
        {
            var device = await Device("c.delorme");
            await Fail("c.delorme", 1, device);
            portal.Clock.Advance(AttemptLimit.OfAccount.Window);
        }

        (await portal.Login("c.delorme")).Dispose();

        var table = portal.Services.GetRequiredService<TableServiceClient>().GetTableClient(TableNames.Accounts);
        var rows = await table.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop);
        Assert.DoesNotContain(rows, row => row.RowKey.StartsWith("attempts-", StringComparison.Ordinal));
    }

    private static (string Name, string Value) Split(string cookie) => (cookie.Split('=')[0], cookie.Split('=')[1]);

    /// <summary>Signs in on a new device; returns the cookie that it is known by.</summary>
    private async Task<string> Device(string identifier)
    {
        using var answer = await portal.Login(identifier);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer.DeviceCookie();
    }

    private async Task Fail(string identifier, int times, string? cookie = null)
    {
        for (var attempt = 0; attempt < times; attempt++)
        {
            using var failed = await portal.Login(identifier, "wrong", cookie);
            await failed.IsProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        }
    }
}
