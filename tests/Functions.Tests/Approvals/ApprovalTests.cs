using System.Net;
using System.Net.Http.Json;
using System.Text;
using Dfm.Core.Accounts;
using Dfm.Core.Approvals;
using Dfm.Core.Carts;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Accounts.Responses;
using Dfm.Functions.Approvals.Lifecycle;
using Dfm.Functions.Approvals.Responses;
using Dfm.Functions.Parc.Responses;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Orders.OrderPortal;

namespace Dfm.Functions.Tests.Approvals;

/// <summary>The carts of Utilisateurs that a Superviseur has to approve.</summary>
public sealed class ApprovalTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private OrderPortal portal = null!;

    /// <summary>A colleague of the user, of the same site.</summary>
    private HttpClient Colleague => portal.Portal.ClientOf(TwoCustomers.Person("rose", "c1", Profile.User, "s1"));

    public async ValueTask InitializeAsync()
    {
        portal = await OrderPortal.StartAsync(azurite.NewAccount());
        foreach (var supervisor in (string[])["claire", "karim"]) await portal.Portal.AddAccount(supervisor, "c1");
        await portal.Portal.AddAccount("paul", "c1", "s1");
        await portal.Portal.AddAccount("zoe", "c2");
        await RequireApproval(portal.Supervisor);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task AUsersCart_WaitsForApproval_AndEverySupervisorIsAsked()
    {
        await Filled(portal.User, "p1", [Line("T-K", 2, 1), Line("AGR", 2)], "Code 4512", "BC-1");
        var cart = await Filled(portal.User, "p3", [Line("T-C", 1)]);

        using var answer = await Checkout(portal.User, cart.Version);

        var submitted = await answer.Read<CheckoutResponse>(HttpStatusCode.Accepted);
        Assert.Empty(submitted.Orders);
        var summary = submitted.Approval!;
        var number = summary.Number;
        Assert.Equal($"/api/approvals/{number}", answer.Headers.Location?.OriginalString);
        Assert.Equal((ApprovalState.Pending, "À valider", "Personne paul"), (summary.State, summary.StateLabel, summary.RequestedBy));
        Assert.Equal((2, 5), (summary.Assets, summary.Articles));
        Assert.Equal(new DateTimeOffset(2037, 3, 9, 8, 0, 0, TimeSpan.Zero), summary.ExpiresAt);
        Assert.Empty((await CartOf(portal.User)).Items);
        Assert.Empty(await Orders(portal.User));
        foreach (var client in (HttpClient[])[portal.User, portal.Supervisor])
        {
            Assert.Equal([number], await Listed(client));
            var seen = await client.Get<ApprovalResponse>($"/api/approvals/{number}");
            Assert.Equal(
                ["p1 T-K 2, AGR 2; Code 4512 BC-1", "p3 T-C 1;  "],
                seen.Items.Select(item => $"{Wanted(item.Asset, item.Lines)}; {item.Comment} {item.CustomerReference}"));
        }

        Assert.Equal(
            ((string[])[Requested("claire"), Requested("karim"), $"approval-{number}-submitted"]).Order(StringComparer.Ordinal),
            await portal.MailsAbout("approval-", 3));
        var lifecycle = await Lifecycle(number, OrchestrationRuntimeStatus.Running);
        Assert.Equal(ApprovalState.Pending, lifecycle.ReadCustomStatusAs<ApprovalStatus>()!.State);

        string Requested(string supervisor) => $"approval-{number}-requested-{UserId.Parse(supervisor).Fingerprint}";
    }

    [Fact]
    public async Task ASupervisorsCart_AndThatOfACustomerWithoutTheRight_AreOrdersAtOnce()
    {
        await Ordered(portal.Supervisor);
        using var strangersUser = portal.Portal.ClientOf(TwoCustomers.Person("luc", "c2", Profile.User, "s1"));
        await Ordered(strangersUser);
        Assert.Empty(await Listed(portal.Supervisor));
    }

    [Fact]
    public async Task Approve_PlacesTheOrdersOfTheRequester_WhoIsToldByTheirRecaps()
    {
        await Filled(portal.User, "p1", [Line("T-K", 2)], "Porte 3", "BC-1");
        var number = (await Submitted(portal.User, "p3", Line("T-C", 1))).Number;

        using var answer = await Approve(portal.Supervisor, number);

        var approved = await answer.Read<ApprovalResponse>();
        Assert.Equal((ApprovalState.Approved, "Validée", "Personne claire"), (approved.State, approved.StateLabel, approved.DecidedBy));
        Assert.Equal((new DateTimeOffset(2037, 3, 2, 8, 0, 0, TimeSpan.Zero), 2), (approved.DecidedAt, approved.Version));
        Assert.Equal(2, approved.Orders.Count);
        foreach (var order in approved.Orders)
        {
            var placed = await portal.Find(order);
            Assert.Equal(("Personne paul", "Personne claire"), (placed.PlacedBy, placed.ApprovedBy));
            Assert.Equal("Validée par Personne claire.", placed.Journal[0].Text);
            Assert.Equal([$"order-{order}-1-Placed"], await portal.MailsOf(order, 1));
        }

        Assert.Equal("Approved", (await Lifecycle(number, OrchestrationRuntimeStatus.Completed)).ReadOutputAs<string>());
        Assert.Equal(3, (await portal.MailsAbout($"approval-{number}-", 3)).Length);
        Assert.Equal(approved.Orders.ToHashSet(), (await Orders(portal.User)).Select(order => order.Number).ToHashSet());
        Assert.Equal([number], await Listed(portal.User, ApprovalState.Approved));
        Assert.Empty(await Listed(portal.Supervisor, ApprovalState.Pending));
        Assert.Empty((await CartOf(portal.User)).Items);
    }

    [Fact]
    public async Task Refuse_GivesTheArticlesBack_WithItsReason_ByMail()
    {
        var number = (await Submitted(portal.User, "p1", Line("T-K", 2))).Number;
        // Meanwhile the cart holds something else for one asset.
        await Filled(portal.User, "p3", [Line("T-C", 1)]);
        await portal.MailsAbout($"approval-{number}-", 3);

        using var answer = await Refuse(portal.Supervisor, number, "Il en reste en réserve.");

        var refused = await answer.Read<ApprovalResponse>();
        Assert.Equal(
            (ApprovalState.Refused, "Refusée", "Personne claire", "Il en reste en réserve."),
            (refused.State, refused.StateLabel, refused.DecidedBy, refused.Reason));
        Assert.Equal(["p1 T-K 2", "p3 T-C 1"], await WantedBy(portal.User));
        Assert.Empty(await Orders(portal.Supervisor));
        Assert.Contains($"approval-{number}-refused", await portal.MailsAbout($"approval-{number}-", 4));
        var mail = await portal.Mail($"approval-{number}-refused");
        Assert.Equal(["paul@example.com"], mail.To);
        Assert.Contains("Il en reste en réserve.", mail.Text, StringComparison.Ordinal);
        Assert.Equal("Refused", (await Lifecycle(number, OrchestrationRuntimeStatus.Completed)).ReadOutputAs<string>());

        // The corrected cart is submitted anew.
        using var again = await Checkout(portal.User, (await CartOf(portal.User)).Version);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
    }

    [Fact]
    public async Task WhatNobodyDecides_Expires_AndTheArticlesComeBack()
    {
        var number = (await Submitted(portal.User, "p1", Line("T-K", 2))).Number;
        await Filled(portal.User, "p1", [Line("T-C", 1)]);
        await portal.MailsAbout($"approval-{number}-", 3);

        Assert.Equal([number], await Listed(portal.Supervisor, ApprovalState.Pending));
        await Expire(number, "c1");

        Assert.Contains($"approval-{number}-expired", await portal.MailsAbout($"approval-{number}-", 4));
        var expired = await portal.User.Get<ApprovalResponse>($"/api/approvals/{number}");
        Assert.Equal((ApprovalState.Expired, "Expirée", null), (expired.State, expired.StateLabel, expired.DecidedBy));
        // What the cart holds for the same asset meanwhile stays.
        Assert.Equal(["p1 T-C 1"], await WantedBy(portal.User));
        Assert.Equal("Expired", (await Lifecycle(number, OrchestrationRuntimeStatus.Completed)).ReadOutputAs<string>());
        using var late = await Approve(portal.Supervisor, number);
        var problem = await late.IsProblem(HttpStatusCode.Conflict, "approval-already-decided");
        Assert.Equal("Expired", problem.State);
    }

    [Fact]
    public async Task ApprovedAndRefusedAtOnce_OneWins_AndAllElseFollowsIt()
    {
        for (var round = 0; round < 5; round++)
        {
            var number = (await Submitted(portal.User, "p1", Line("T-K", 2))).Number;

            var answers = await Task.WhenAll(Approve(portal.Supervisor, number), Refuse(portal.Supervisor, number, "Non."));

            var won = Assert.Single(answers, answer => answer.StatusCode is HttpStatusCode.OK);
            var lost = Assert.Single(answers, answer => answer != won);
            var state = (await won.Read<ApprovalResponse>()).State;
            var problem = await lost.IsProblem(HttpStatusCode.Conflict, "approval-already-decided");
            Assert.Equal($"{state}", problem.State);
            await StandsAs(number, state);
        }
    }

    [Fact]
    public async Task ApprovedWhileItExpires_OneWins_AndAllElseFollowsIt()
    {
        for (var round = 0; round < 5; round++)
        {
            var number = (await Submitted(portal.User, "p1", Line("T-K", 2))).Number;

            var expiring = Expire(number, "c1");
            using var answer = await Approve(portal.Supervisor, number);
            await expiring;

            var state = answer.StatusCode is HttpStatusCode.OK ? ApprovalState.Approved : ApprovalState.Expired;
            if (state is ApprovalState.Expired) await answer.IsProblem(HttpStatusCode.Conflict, "approval-already-decided");
            await StandsAs(number, state);
        }
    }

    [Fact]
    public async Task ApprovedManyTimesAtOnce_OrdersOnce()
    {
        var number = (await Submitted(portal.User, "p1", Line("T-K", 2))).Number;

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Approve(portal.Supervisor, number)));

        Assert.Single(answers, answer => answer.StatusCode is HttpStatusCode.OK);
        foreach (var refused in answers.Where(answer => answer.StatusCode is not HttpStatusCode.OK))
        {
            var problem = await refused.IsProblem(HttpStatusCode.Conflict, "approval-already-decided");
            Assert.Equal("Approved", problem.State);
        }

        await StandsAs(number, ApprovalState.Approved);
    }

    [Fact]
    public async Task TheSameKey_GetsTheFirstAnswerAgain_AndSubmitsOnce()
    {
        var version = (await Filled(portal.User, "p1", [Line("T-K", 1)])).Version;

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Checkout(portal.User, version, "key-1")));
        await RequireApproval(portal.Supervisor, false);
        using var again = await Checkout(portal.User, version, "key-1");
        using var other = await Checkout(portal.User, "", "key-1");

        Assert.All(answers.Append(again), answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        Assert.Single(answers.Append(again).Select(answer => answer.Headers.Location).Distinct());
        Assert.Single((await Task.WhenAll(answers.Append(again).Select(answer => answer.Content.ReadAsStringAsync(Stop)))).Distinct());
        await other.IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        Assert.Single(await Listed(portal.User));
    }

    [Fact]
    public async Task WhatCannotBeOrdered_CannotBeSubmitted()
    {
        using var empty = await Checkout(portal.User, "");
        await empty.IsProblem(HttpStatusCode.Conflict, "cart-empty");
        var seen = (await Filled(portal.User, "p1", [Line("T-K", 1)])).Version;
        var now = (await Filled(portal.User, "p1", [Line("T-K", 2)])).Version;
        using var changed = await Checkout(portal.User, seen);
        await changed.IsProblem(HttpStatusCode.Conflict, "cart-changed");
        await Move("p1", "s2");
        using var moved = await Checkout(portal.User, now);
        await moved.IsProblem(HttpStatusCode.Conflict, "cart-asset-moved");

        Assert.Empty(await Listed(portal.Supervisor));
    }

    [Fact]
    public async Task AnAssetThatHasMovedMeanwhile_IsNotOrderedFor_AndTheCartCanBeRefused()
    {
        var number = (await Submitted(portal.User, "p1", Line("T-K", 1))).Number;
        await Move("p1", "s2");

        using var refused = await Approve(portal.Supervisor, number);
        var problem = await refused.IsProblem(HttpStatusCode.Conflict, "cart-asset-moved");
        Assert.Equal(["p1"], problem.Fields);
        Assert.Empty(await Orders(portal.Supervisor));

        using var answer = await Refuse(portal.Supervisor, number, "Le copieur est parti.");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task AUser_NeitherDecidesNorSets()
    {
        var number = (await Submitted(portal.User, "p1", Line("T-K", 1))).Number;

        using var approve = await Approve(portal.User, number);
        using var refuse = await Refuse(portal.User, number, "Non.");
        using var set = await portal.User.PutAsJsonAsync("/api/order-approval", new { required = false }, Stop);

        foreach (var answer in (HttpResponseMessage[])[approve, refuse, set])
            await answer.IsProblem(HttpStatusCode.Forbidden, "supervisor-required");
        await StandsAs(number, ApprovalState.Pending);
    }

    [Fact]
    public async Task AnApprovalsNumber_IsNoOrders()
    {
        var number = (await Submitted(portal.User, "p1", Line("T-K", 1))).Number;

        using var order = await portal.User.GetAsync(new Uri($"/api/orders/{number}", UriKind.Relative), Stop);
        using var cancelled = await Cancel(portal.User, OrderNumber.Of(number.Sequence));

        foreach (var answer in (HttpResponseMessage[])[order, cancelled])
            await answer.IsProblem(HttpStatusCode.NotFound, "order-not-found");
    }

    [Fact]
    public async Task OtherCustomersAndColleagues_SeeAndDecideNothing()
    {
        var number = (await Submitted(portal.User, "p1", Line("T-K", 1))).Number;

        using var approve = await Approve(portal.Stranger, number);
        using var refuse = await Refuse(portal.Stranger, number, "Non.");
        using var foreign = await portal.Stranger.GetAsync(new Uri($"/api/approvals/{number}", UriKind.Relative), Stop);
        using var colleagues = await Colleague.GetAsync(new Uri($"/api/approvals/{number}", UriKind.Relative), Stop);

        foreach (var answer in (HttpResponseMessage[])[approve, refuse, foreign, colleagues])
            await answer.IsProblem(HttpStatusCode.NotFound, "approval-not-found");
        foreach (var state in (ApprovalState?[])[null, ApprovalState.Pending])
        {
            Assert.Empty(await Listed(portal.Stranger, state));
            Assert.Empty(await Listed(Colleague, state));
        }

        await StandsAs(number, ApprovalState.Pending);
        Assert.DoesNotContain(await portal.MailsAbout("approval-", 3), id => id.Contains("zoe", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lists_AreNewestFirst_ByRequesterAndState_PageByPage()
    {
        var first = (await Submitted(portal.User, "p1", Line("T-K", 1))).Number;
        var second = (await Submitted(Colleague, "p1", Line("T-C", 1))).Number;
        var third = (await Submitted(portal.User, "p3", Line("T-K", 1))).Number;
        using var refused = await Refuse(portal.Supervisor, first, "Non.");

        Assert.Equal([third, second, first], await Listed(portal.Supervisor));
        Assert.Equal([third, second], await Listed(portal.Supervisor, ApprovalState.Pending));
        Assert.Equal([third, first], await Listed(portal.User));
        Assert.Equal([first], await Listed(portal.User, ApprovalState.Refused));
        var lowerCase = await Colleague.Get<Page<ApprovalSummary>>("/api/approvals?state=pending");
        Assert.Equal([second], lowerCase.Items.Select(approval => approval.Number));
        var page = await portal.Supervisor.Get<Page<ApprovalSummary>>("/api/approvals?limit=2");
        var rest = await portal.Supervisor.Get<Page<ApprovalSummary>>($"/api/approvals?limit=2&cursor={page.NextCursor}");
        Assert.Equal([third, second], page.Items.Select(approval => approval.Number));
        Assert.Equal([first], rest.Items.Select(approval => approval.Number));
        Assert.Null(rest.NextCursor);
    }

    [Fact]
    public async Task WithTheRightSwitchedOff_CartsAreOrders_AndWhatWaitsCanStillBeDecided()
    {
        var first = (await Submitted(portal.User, "p1", Line("T-K", 1))).Number;
        var second = (await Submitted(portal.User, "p3", Line("T-K", 1))).Number;
        await RequireApproval(portal.Supervisor, false);

        await Ordered(portal.User, "p1", Line("T-C", 1));
        using var approved = await Approve(portal.Supervisor, first);
        using var refused = await Refuse(portal.Supervisor, second, "Non.");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (approved.StatusCode, refused.StatusCode));
        await StandsAs(second, ApprovalState.Refused);
    }

    [Fact]
    public async Task TheSetting_IsShown_AndOutlivesTheImport()
    {
        Assert.True(await Shown(portal.User));
        Assert.False(await Shown(portal.Stranger));

        await portal.Portal.AddCustomer("c1", "s1", "s2", "s3");
        Assert.True(await Shown(portal.Supervisor));
        await Submitted(portal.User, "p1", Line("T-K", 1));

        await RequireApproval(portal.Supervisor, false);
        await portal.Portal.AddCustomer("c1", "s1", "s2");
        Assert.False(await Shown(portal.Supervisor));

        static async Task<bool> Shown(HttpClient client) => (await client.Get<MeResponse>("/api/me")).Customer.OrderApproval;
    }

    [Fact]
    public async Task ACustomerWithoutSupervisors_IsTold_AndItsCartsExpire()
    {
        using var supervisor = portal.Portal.ClientOf(TwoCustomers.Person("remote", "c2", Profile.Supervisor));
        await RequireApproval(supervisor);
        // The only Superviseur becomes an Utilisateur.
        await portal.Portal.AddAccount("zoe", "c2", "s1");
        using var zoe = portal.Portal.ClientOf(TwoCustomers.Person("zoe", "c2", Profile.User, "s1"));
        var number = (await Submitted(zoe, "p1", Line("T-K", 1))).Number;

        Assert.Equal([$"approval-{number}-submitted"], await portal.MailsAbout($"approval-{number}-", 1));
        var logged = Assert.Single(portal.Portal.Logs.Lines, line => line.Contains("no supervisor to notify", StringComparison.Ordinal));
        Assert.Contains(number.Value, logged, StringComparison.Ordinal);
        Assert.DoesNotContain("zoe", logged, StringComparison.OrdinalIgnoreCase);
        await Expire(number, "c2");
        Assert.Contains($"approval-{number}-expired", await portal.MailsAbout($"approval-{number}-", 2));
    }

    [Theory]
    [InlineData("{}", "reason")]
    [InlineData("""{"reason":null}""", "reason")]
    [InlineData("""{"reason":"  \n "}""", "reason")]
    [InlineData("""{"reason":"LONG"}""", "reason")]
    [InlineData("""{"reason":12}""", "reason")]
    [InlineData("""{"reason":"\u0007"}""", "reason")]
    [InlineData("""{"reason":"Non.","force":true}""", "force")]
    public async Task Refuse_WithoutAProperReason_IsRefused(string body, string field)
    {
        var number = (await Submitted(portal.User, "p1", Line("T-K", 1))).Number;

        var json = body.Replace("LONG", new string('é', 5000), StringComparison.Ordinal);
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var refused = await portal.Supervisor.PostAsync(new Uri($"/api/approvals/{number}/refuse", UriKind.Relative), content, Stop);

        await refused.RefusesFields(field);
        await StandsAs(number, ApprovalState.Pending);
    }

    [Theory]
    [InlineData("{}", "required")]
    [InlineData("""{"required":null}""", "required")]
    [InlineData("""{"required":"oui"}""", "required")]
    [InlineData("""{"required":true,"since":"2026"}""", "since")]
    public async Task ASettingThatIsNone_IsRefused(string body, string field)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var refused = await portal.Supervisor.PutAsync(new Uri("/api/order-approval", UriKind.Relative), content, Stop);

        await refused.RefusesFields(field);
    }

    [Theory]
    [InlineData("approvals?state=Perdue", HttpStatusCode.BadRequest, "validation-failed")]
    [InlineData("approvals?state=1", HttpStatusCode.BadRequest, "validation-failed")]
    [InlineData("approvals?limit=0", HttpStatusCode.BadRequest, "validation-failed")]
    [InlineData("approvals?cursor=%2e%2e", HttpStatusCode.BadRequest, "bad-cursor")]
    [InlineData("approvals/0", HttpStatusCode.NotFound, "approval-not-found")]
    [InlineData("approvals/12345678901", HttpStatusCode.NotFound, "approval-not-found")]
    [InlineData("approvals/p-1", HttpStatusCode.NotFound, "approval-not-found")]
    [InlineData("approvals/999999", HttpStatusCode.NotFound, "approval-not-found")]
    public async Task AWrongQuestion_IsRefused(string route, HttpStatusCode status, string code)
    {
        using var answer = await portal.Supervisor.GetAsync(new Uri($"/api/{route}", UriKind.Relative), Stop);

        await answer.IsProblem(status, code);
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("refuse")]
    public async Task ARuling_OnAnotherVersion_IsRefused_AndOnTheSeenOneAccepted(string ruling)
    {
        var number = (await Submitted(portal.User, "p1", Line("T-K", 1))).Number;
        using var seen = await portal.Supervisor.GetAsync(new Uri($"/api/approvals/{number}", UriKind.Relative), Stop);

        using var other = await Rule("\"OQ\"");
        using var none = await Rule("\"%\"");
        using var same = await Rule(seen.Headers.ETag!.Tag);

        await other.IsProblem(HttpStatusCode.PreconditionFailed, "approval-changed-meanwhile");
        await none.IsProblem(HttpStatusCode.BadRequest, "bad-if-match");
        Assert.Equal(HttpStatusCode.OK, same.StatusCode);

        async Task<HttpResponseMessage> Rule(string ifMatch)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/approvals/{number}/{ruling}");
            request.Content = JsonContent.Create(new { reason = "Non." });
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            return await portal.Supervisor.SendAsync(request, Stop);
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<HttpResponseMessage> Approve(HttpClient client, ApprovalNumber number) =>
        client.PostAsync(new Uri($"/api/approvals/{number}/approve", UriKind.Relative), null, Stop);

    private static Task<HttpResponseMessage> Refuse(HttpClient client, ApprovalNumber number, string reason) =>
        client.PostAsJsonAsync($"/api/approvals/{number}/refuse", new { reason }, Stop);

    /// <summary>Runs the activity that lets an approval expire, as its lifecycle does when time has run out.</summary>
    private Task Expire(ApprovalNumber number, string customer) =>
        ActivatorUtilities.CreateInstance<ExpireApproval>(portal.Portal.Services).Run(new(CustomerId.Parse(customer), number), Stop);

    /// <summary>Moves an asset, and the clock to when that is looked at.</summary>
    private async Task Move(string asset, string site)
    {
        await TwoCustomers.Write(portal.Portal, TwoCustomers.Asset(asset, "c1", site, AssetKind.Printing));
        portal.Portal.Clock.Advance(Cart.FreshFor + TimeSpan.FromSeconds(1));
    }

    /// <summary>The state, the lists, the orders and the user's cart agree; the cart is emptied for the next round.</summary>
    private async Task StandsAs(ApprovalNumber number, ApprovalState state)
    {
        var approval = await portal.Supervisor.Get<ApprovalResponse>($"/api/approvals/{number}");
        Assert.Equal(state, approval.State);
        Assert.Equal(state is ApprovalState.Approved ? 1 : 0, approval.Orders.Count);
        foreach (var one in Enum.GetValues<ApprovalState>())
        {
            Assert.Equal(one == state, (await Listed(portal.Supervisor, one)).Contains(number));
            Assert.Equal(one == state, (await Listed(portal.User, one)).Contains(number));
        }

        foreach (var order in approval.Orders) await portal.Find(order);
        var cart = await CartOf(portal.User);
        Assert.Equal(state is ApprovalState.Refused or ApprovalState.Expired, cart.Items.Count > 0);
        using var emptied = await portal.User.DeleteAsync(new Uri("/api/cart/assets/p1", UriKind.Relative), Stop);
    }

    private static async Task<IEnumerable<string>> WantedBy(HttpClient client) =>
        (await CartOf(client)).Items.Select(item => Wanted(item.Asset, item.Lines));

    private static string Wanted(AssetSnapshotResponse asset, IReadOnlyList<CartLine> lines) =>
        $"{asset.Id} {string.Join(", ", lines.Select(line => $"{line.Reference} {line.Quantity}"))}";

    private static async Task<IReadOnlyList<OrderSummary>> Orders(HttpClient client) =>
        (await client.Get<Page<OrderSummary>>("/api/orders")).Items;

    private static async Task<IEnumerable<ApprovalNumber>> Listed(HttpClient client, ApprovalState? state = null) =>
        (await client.Get<Page<ApprovalSummary>>($"/api/approvals{(state is null ? "" : $"?state={state}")}")).Items
            .Select(approval => approval.Number);

    private async Task<OrchestrationMetadata> Lifecycle(ApprovalNumber number, OrchestrationRuntimeStatus status)
    {
        var client = portal.Portal.Lifecycles;
        OrchestrationMetadata? found = null;
        await Waiting.Until(async () =>
        {
            found = await client.GetInstanceAsync($"approval-{number}", getInputsAndOutputs: true, Stop);
            return found?.RuntimeStatus == status;
        });
        return found!;
    }
}
