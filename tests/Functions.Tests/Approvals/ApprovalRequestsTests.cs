using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Approvals;
using Dfm.Core.Carts;
using Dfm.Functions.Approvals.Lifecycle;
using Dfm.Functions.Approvals.Storage;
using Dfm.Functions.Carts.Responses;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Infrastructure.RequestCounter;
using static Dfm.Functions.Tests.Orders.OrderPortal;

namespace Dfm.Functions.Tests.Approvals;

/// <summary>
/// What the functions of approvals ask of their storage, to the last request: each names its partition and a key or a range of keys, and
/// there are as many with ten approvals as with a thousand.
/// </summary>
public sealed class ApprovalRequestsTests(AzuriteFixture azurite)
    : CountedRequests<OrderPortal>(azurite, (at, settings) => OrderPortal.StartAsync(at, settings: settings))
{
    [Theory]
    [InlineData(10)]
    [InlineData(1_000)]
    public async Task Requests_AreFew_NameTheirKeys_AndDoNotGrowWithTheApprovals(int approvals)
    {
        await Write(approvals);
        // The first numbers reserve their blocks: left out of the figures.
        await Ordered(Portal.User);
        await Counter.Counts("SetOrderApproval", 1, Portal.Supervisor, Switching());
        using var first = await Checkout(Portal.User, (await FilledTwo()).Version);
        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);

        // The setting, the cart and the catalogue's version; then all of it in one transaction.
        var refused = await Submit("Checkout, of two assets", 3 + 1);
        await Counter.Counts("Checkout, of one, with a key", 3 + 1, Portal.User, Ordering((await Filled()).Version, "key"));
        await Counter.Counts("ListApprovals, a supervisor's", 1, Portal.Supervisor, Getting("approvals?limit=5"));
        await Counter.Counts("ListApprovals, a supervisor's, by state", 1, Portal.Supervisor, Getting("approvals?limit=5&state=Pending"));
        await Counter.Counts("ListApprovals, a user's", 1, Portal.User, Getting("approvals?limit=5"));
        await Counter.Counts("ListApprovals, a user's, by state", 1, Portal.User, Getting("approvals?limit=5&state=Pending"));
        await Counter.Counts("GetApproval", 1, Portal.User, Getting($"approvals/{refused}"));
        // The approval and the cart that the articles go back to; then all of it in one transaction.
        await Counter.Counts("RefuseCart", 3, Portal.Supervisor, Posting($"approvals/{refused}/refuse", new { reason = "Non." }));
        var approved = await Submit("Checkout, of two assets again", 3 + 1);
        // The approval and the catalogue's version; then all of it in one transaction.
        await Counter.Counts("ApproveCart, of two assets", 2 + 1, Portal.Supervisor, Approving(approved));
        var later = await Submit("Checkout, of two assets once more", 3 + 1);
        Portal.Portal.Clock.Advance(Cart.FreshFor + TimeSpan.FromSeconds(1));
        // Now the assets may have moved: they are looked at.
        await Counter.Counts("ApproveCart, of two assets, later", 2 + 2 + 1, Portal.Supervisor, Approving(later));
        var forgotten = await Submit("Checkout, of two assets the last time", 3 + 1);
        var expire = ActivatorUtilities.CreateInstance<ExpireApproval>(Portal.Portal.Services);
        var expiring = new ExpireApprovalInput(CustomerId.Parse("c1"), forgotten);
        await Counts("ExpireApproval", 3, () => expire.Run(expiring, Stop));
        await Counts("ExpireApproval, of what was decided", 1, () => expire.Run(expiring, Stop));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static HttpRequestMessage Switching() =>
        new(HttpMethod.Put, "/api/order-approval") { Content = JsonContent.Create(new { required = true }) };

    private static HttpRequestMessage Approving(ApprovalNumber number) => new(HttpMethod.Post, $"/api/approvals/{number}/approve");

    private async Task<ApprovalNumber> Submit(string what, int expected)
    {
        var answer = await Counter.Counts<CheckoutResponse>(what, expected, Portal.User, Ordering((await FilledTwo()).Version));
        return answer.Approval!.Number;
    }

    private async Task<CartResponse> FilledTwo()
    {
        await OrderPortal.Filled(Portal.User, "p3", [Line("T-K", 1)]);
        return await Filled();
    }

    private Task<CartResponse> Filled() => OrderPortal.Filled(Portal.User, "p1", [Line("T-K", 2)]);

    private async Task Counts(string what, int expected, Func<Task> run)
    {
        using var activity = new Activity(what).Start();
        await run();
        Holds(what, expected, [.. Proxy.RequestsOf(activity.TraceId.ToHexString()).Where(IsOwn)]);
    }

    /// <summary>Stores approvals of the user's, older than all that the Portal makes.</summary>
    private async Task Write(int count)
    {
        var item = Assert.Single((await Filled()).Items);
        Assert.Equal("p1", item.Asset.Id);
        var cart = await Portal.Portal.Services.GetRequiredService<ICartStore>().Read(CustomerId.Parse("c1"), UserId.Parse("paul"), Stop);
        var by = new Person(UserId.Parse("paul"), "Personne paul", "paul@example.com");
        var now = Portal.Portal.Clock.GetUtcNow();
        var approvals = Enumerable.Range(1, count).Select(number =>
            ApprovalDecisions.Submit(ApprovalNumber.Of(number), CustomerId.Parse("c1"), cart.Items, by, now, now.AddYears(1)));
        await ManyRows.Write(
            Portal.Portal.Services.GetRequiredService<TableServiceClient>().GetTableClient(TableNames.Orders),
            approvals.SelectMany(approval => ManyRows.Of(TableApprovalStore.Schema, approval)));
    }
}
