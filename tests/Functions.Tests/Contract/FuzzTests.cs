using System.Globalization;
using System.Net;
using Dfm.Core.Catalogue;
using Dfm.Functions.Security;
using Dfm.Functions.Tests.Contact;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Inbound;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Invoices;
using Dfm.Functions.Tests.Meters;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using static Dfm.Functions.Tests.Infrastructure.TwoCustomers;

namespace Dfm.Functions.Tests.Contract;

/// <summary>
/// Whatever is sent, nothing answers 5xx, and what is answered stands in the contract. The environment says how many requests are made
/// (<c>FUZZ_REQUESTS</c>, 20000 for all of it) and from which seed (<c>FUZZ_SEED</c>), which a failure names.
/// </summary>
public sealed class FuzzTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const int InTheSuite = 1_000;
    private const int AtOnce = 8;
    private TwoCustomers portal = null!;
    private HttpClient[] callers = [];
    private Dictionary<string, string[]> known = [];

    public async ValueTask InitializeAsync()
    {
        var started = await StartInProcess(azurite.NewAccount(), settings: InboundPortal.Settings);
        await DitPortal.Arrange(started.Services);
        await OrderPortal.Arrange(started.Services.GetRequiredService<IConsumableStore>());
        await MeterPortal.Arrange(started.Services, started.Clock.GetUtcNow());
        await ContactPortal.Arrange(started.Services);
        await started.AddAccount("lea", "c1", "s1");
        portal = new TwoCustomers(started, await started.StaffClient("DFM", [.. started.Services.GetRequiredService<AudienceRules>().Scopes]));
        callers = [.. new[] { portal.Supervisor, portal.User, portal.Staff, portal.Portal.Client }.Select(Unchecked)];
        known = await Known();
    }

    public ValueTask DisposeAsync()
    {
        foreach (var caller in callers) caller.Dispose();
        return portal.DisposeAsync();
    }

    [Fact]
    public async Task NoRequest_IsAnsweredBy5xx_OrByWhatTheContractDoesNotKnow()
    {
        var (requests, seed) = (Setting("FUZZ_REQUESTS") ?? InTheSuite, Setting("FUZZ_SEED") ?? Environment.TickCount);
        TestContext.Current.TestOutputHelper?.WriteLine($"FUZZ_SEED={seed}");
        var operations = (await ContractFile.Read()).Document!.Paths
            .SelectMany(path => path.Value.Operations!.Select(operation => (path.Key, operation.Key, operation.Value)))
            // Checking a password is slow by design, and refused after a few failures: one in so many is enough.
            .SelectMany(one => Enumerable.Repeat(one, one.Item1.StartsWith("/auth", StringComparison.Ordinal) ? 1 : 8))
            .ToArray();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, requests),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (n, stop) =>
            {
                var random = new Random(seed + n);
                var (path, method, operation) = operations[random.Next(operations.Length)];
                var fuzz = new FuzzedRequest(random, known);
                using var request = fuzz.Of(path, method, operation);
                using var answer = await callers[fuzz.CallerOf(operation, callers.Length)].SendAsync(request, stop);
                Holds(operation, answer, $"{method} {request.RequestUri}, FUZZ_SEED={seed + n} FUZZ_REQUESTS=1: {(int)answer.StatusCode}");
            });
    }

    private void Holds(OpenApiOperation operation, HttpResponseMessage answer, string what)
    {
        if ((int)answer.StatusCode >= 500) Assert.Fail($"{what}\n{string.Join('\n', portal.Portal.Logs.Lines.Where(IsError).TakeLast(5))}");
        // What is no request or no route is answered by the server, before the portal sees it.
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed
            && answer.Content.Headers.ContentType is null) return;
        Assert.True(operation.Responses!.ContainsKey($"{(int)answer.StatusCode}"), $"{what} is not in the contract.");
    }

    private static bool IsError(string line) => line.Contains(" Error ", StringComparison.Ordinal);

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>The same caller, whose answers are not held against the contract by the client: here 5xx shall be told from the rest.</summary>
    private static HttpClient Unchecked(HttpClient caller)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = caller.BaseAddress, Timeout = Patience.Longest };
        foreach (var header in caller.DefaultRequestHeaders) client.DefaultRequestHeaders.TryAddWithoutValidation(header.Key, header.Value);
        return client;
    }

    /// <summary>Ids that exist, by the names of parameters.</summary>
    private async Task<Dictionary<string, string[]>> Known()
    {
        var dit = (await DitPortal.JustRaised(portal.User)).Number.Value;
        var order = (await OrderPortal.Ordered(portal.User)).Number.Value;
        using var posted = await portal.Staff.PostAsync(
            new Uri("/api/backoffice/invoices", UriKind.Relative), InvoicePortal.Form(InvoicePdf.Of()), TestContext.Current.CancellationToken);
        Assert.True(posted.IsSuccessStatusCode);
        return new()
        {
            ["id"] = ["p1", "p2", "i1", "lea"],
            ["number"] = [dit, order, "FA-1", "1"],
            ["customer"] = ["c1", "c2"],
            ["user"] = ["lea"],
            ["type"] = ["ReadingEntered"],
            ["delivery"] = ["1"],
            ["asset"] = ["p1"],
            ["nature"] = ["PANNE"],
            ["reference"] = ["T-K"],
            ["site"] = ["s1"],
            ["sites"] = ["s1"],
            ["service"] = ["sav"],
            ["url"] = ["https://prod.logic.azure.com/x"],
        };
    }
}
