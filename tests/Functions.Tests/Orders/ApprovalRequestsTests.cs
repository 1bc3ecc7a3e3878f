using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Functions.Orders;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Orders.OrderPortal;

namespace Dfm.Functions.Tests.Orders;

/// <summary>
/// What the functions of approvals ask of their storage, to the last request: each names its partition and a key or a range of keys, and
/// there are as many with ten approvals as with a thousand.
/// </summary>
public sealed class ApprovalRequestsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private StorageProxy proxy = null!;
    private OrderPortal portal = null!;

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(azurite.Ports);
        portal = await OrderPortal.StartAsync(azurite.NewAccount().Through(proxy.Ports));
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1_000)]
    public async Task Requests_AreFew_NameTheirKeys_AndDoNotGrowWithTheApprovals(int approvals)
    {
        await Write(approvals);
        // The first numbers reserve their blocks: left out of the figures.
        await Ordered(portal.User);
        await Counts("SetOrderApproval", 1, portal.Supervisor, HttpMethod.Put, "order-approval", new { required = true });
        await Submit("Checkout, the first");

        // The setting, since the cart was stored by this process; then all of it in one transaction.
        var refused = await Submit("Checkout, of two assets", 1 + 1);
        var version = (await Filled()).GetProperty("version").GetString();
        await Counts("Checkout, of one, with a key", 1 + 1, portal.User, HttpMethod.Post, "cart/checkout", new { version }, "key");
        await Counts("ListApprovals, a supervisor's", 1, portal.Supervisor, HttpMethod.Get, "approvals?limit=5");
        await Counts("ListApprovals, a supervisor's, by state", 1, portal.Supervisor, HttpMethod.Get, "approvals?limit=5&state=Pending");
        await Counts("ListApprovals, a user's", 1, portal.User, HttpMethod.Get, "approvals?limit=5");
        await Counts("ListApprovals, a user's, by state", 1, portal.User, HttpMethod.Get, "approvals?limit=5&state=Pending");
        await Counts("GetApproval", 1, portal.User, HttpMethod.Get, $"approvals/{refused}");
        // The approval and the cart that the articles go back to; then all of it in one transaction.
        await Counts("RefuseCart", 3, portal.Supervisor, HttpMethod.Post, $"approvals/{refused}/refuse", new { reason = "Non." });
        var approved = await Submit("Checkout, of two assets again", 1 + 1);
        // The approval; then all of it in one transaction.
        await Counts("ApproveCart, of two assets", 1 + 1, portal.Supervisor, HttpMethod.Post, $"approvals/{approved}/approve");
        var later = await Submit("Checkout, of two assets once more", 1 + 1);
        portal.Portal.Clock.Advance(Cart.FreshFor + TimeSpan.FromSeconds(1));
        // Now the assets may have moved: they are looked at.
        await Counts("ApproveCart, of two assets, later", 1 + 2 + 1, portal.Supervisor, HttpMethod.Post, $"approvals/{later}/approve");
        var forgotten = await Submit("Checkout, of two assets the last time", 1 + 1);
        var expire = ActivatorUtilities.CreateInstance<ExpireApproval>(portal.Portal.Services);
        var number = ApprovalNumber.Of(long.Parse(forgotten, CultureInfo.InvariantCulture));
        var expiring = new ExpireApprovalInput(CustomerId.Parse("c1"), number);
        var lifecycles = portal.Portal.Services.GetRequiredService<DurableTaskClient>();
        await Counts("ExpireApproval", 3, () => expire.Run(expiring, lifecycles, Stop));
        await Counts("ExpireApproval, of what was decided", 1, () => expire.Run(expiring, lifecycles, Stop));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<string> Submit(string what, int? expected = null)
    {
        await Fill(portal.User, "p3", [Line("T-K", 1)]);
        var version = (await Filled()).GetProperty("version").GetString();
        var answer = await Counts(what, expected, portal.User, HttpMethod.Post, "cart/checkout", new { version });
        return answer.GetProperty("approval").GetProperty("number").GetString()!;
    }

    private Task<JsonElement> Filled() => Fill(portal.User, "p1", [Line("T-K", 2)]);

    private async Task<JsonElement> Counts(
        string what, int? expected, HttpClient client, HttpMethod method, string route, object? body = null, string? key = null)
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        using var request = new HttpRequestMessage(method, $"/api/{route}") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-00");
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request, Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{what}: {await answer.Content.ReadAsStringAsync(Stop)}");
        Holds(what, expected, trace);
        return await answer.Json();
    }

    private async Task Counts(string what, int expected, Func<Task> run)
    {
        using var activity = new Activity(what).Start();
        await run();
        Holds(what, expected, activity.TraceId.ToHexString());
    }

    private void Holds(string what, int? expected, string trace)
    {
        var requests = proxy.RequestsOf(trace);
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {requests.Count}");
        Assert.True(
            expected is null || expected == requests.Count,
            $"{what}, {requests.Count} instead of {expected}: {string.Join("; ", requests)}");
        Assert.All(requests, one => Assert.True(one.NamesItsKeys, $"{what}: {one}"));
    }

    /// <summary>Stores approvals of the user's, older than all that the portal makes.</summary>
    private async Task Write(int count)
    {
        var store = portal.Portal.Services.GetRequiredService<IApprovalStore>();
        var item = Assert.Single((await Filled()).GetProperty("items").EnumerateArray());
        Assert.Equal("p1", item.GetProperty("asset").GetProperty("id").GetString());
        var cart = await portal.Portal.Services.GetRequiredService<ICartStore>().Read(CustomerId.Parse("c1"), UserId.Parse("paul"), Stop);
        var by = new Person(UserId.Parse("paul"), "Personne paul", "paul@example.com");
        var now = portal.Portal.Clock.GetUtcNow();
        await Parallel.ForEachAsync(
            Enumerable.Range(1, count),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Stop },
            async (number, stop) => await store.Submit(
                ApprovalDecisions.Submit(ApprovalNumber.Of(number), CustomerId.Parse("c1"), cart.Items, by, now, now.AddYears(1)),
                new Cart([], null),
                null,
                stop));
    }
}
