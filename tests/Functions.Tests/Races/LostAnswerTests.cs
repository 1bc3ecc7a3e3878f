using System.Net;
using System.Net.Http.Json;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Accounts;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Races;

/// <summary>
/// The storage does what it is asked, its answer is lost, and the client asks again: what was stored is recognised, stands once, and is
/// answered as stored.
/// </summary>
public sealed class LostAnswerTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private StorageProxy proxy = null!;
    private OrderPortal portal = null!;
    private StorageRequest? lost;

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        portal = await OrderPortal.StartAsync(proxy.Account);
        await DitPortal.Arrange(portal.Portal.Services);
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await proxy.DisposeAsync();
        Assert.NotNull(lost);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("key-1")]
    public async Task RaiseDit_RaisesOne(string? key)
    {
        LoseAnswer("Transaction", TableNames.Dits);

        using var answer = await DitPortal.Raise(portal.User, "p1", DitPortal.Form(files: ("écran.png", Samples.Png)), key);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var number = (await answer.Read<DitResponse>()).Number.Value;
        Assert.Equal([number], await Numbers("/api/dits"));
        Assert.Equal([$"dit-{number}-1-Raised"], await portal.MailsAbout("dit-", 1));
    }

    [Fact]
    public async Task AddDitMessage_WithAKey_WritesOne_AndAnswersTheSameAgain()
    {
        var number = (await DitPortal.JustRaised(portal.User)).Number;
        LoseAnswer("Transaction", TableNames.Dits);

        var bodies = await Posted(
            portal.User, $"/api/dits/{number}/messages", new { text = "Le code est le 12." }, "key-1", HttpStatusCode.Created);

        Assert.Equal(bodies[0], bodies[1]);
        var journal = (await portal.User.Get<JournalResponse>($"/api/dits/{number}")).Journal;
        Assert.Equal(["Raised", "Message"], journal.Select(entry => entry.Kind));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("key-1")]
    public async Task Deliver_SendsOneParcel_AndWithAKeyAnswersTheSameAgain(string? key)
    {
        var number = (await portal.PartlyValidated()).Number;
        LoseAnswer("Transaction", TableNames.Orders);

        var delivery = new { action = "Deliver", carrier = "DPD", lines = new[] { new { line = 1, quantity = 1 } } };
        var bodies = await Posted(portal.Staff, $"/api/backoffice/orders/{number}/transitions", delivery, key, HttpStatusCode.OK);

        Assert.Single(bodies.Distinct());
        Assert.Single((await portal.Find(number)).Deliveries);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("key-1")]
    public async Task Checkout_OrdersOnce_AndEmptiesTheCart(string? key)
    {
        var version = await Filled(portal.User, "p1");
        LoseAnswer("Transaction", TableNames.Orders);

        using var answer = await OrderPortal.Checkout(portal.User, version, key);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var number = Assert.Single((await answer.Read<CheckoutResponse>()).Orders).Number.Value;
        Assert.Equal([number], await Numbers("/api/orders"));
        Assert.Empty((await OrderPortal.CartOf(portal.User)).Items);
    }

    [Fact]
    public async Task Checkout_OfACartThatNeedsApproval_SubmitsOnce()
    {
        await portal.Portal.Services.GetRequiredService<ICustomerStore>().SetApprovesOrders(CustomerId.Parse("c1"), true, Stop);
        var version = await Filled(portal.User, "p1");
        LoseAnswer("Transaction", TableNames.Orders);

        using var answer = await OrderPortal.Checkout(portal.User, version);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var number = (await answer.Read<CheckoutResponse>()).Approval!.Number.Value;
        Assert.Equal([number], await Numbers("/api/approvals"));
    }

    [Fact]
    public async Task FillCart_WhoseEntryIsOrderedInAnotherWindow_BeforeItsRepetition_IsNotEnteredAgain()
    {
        LoseAnswer("Transaction", TableNames.Orders);
        string? ordered = null;
        proxy.AfterForwarding = async request =>
        {
            if (request != lost || ordered is not null) return;
            ordered = "";
            ordered = Assert.Single(await OrderPortal.OrderedCart(portal.User, await OrderPortal.CartOf(portal.User))).Number.Value;
        };

        await Filled(portal.User, "p1");

        Assert.Equal([ordered], await Numbers("/api/orders"));
        Assert.Empty((await OrderPortal.CartOf(portal.User)).Items);
    }

    [Theory]
    [InlineData("Insert")]
    [InlineData("Transaction")]
    public async Task Login_SignsIn(string write)
    {
        await portal.Portal.AddAccount("c.delorme", "c1");
        LoseAnswer(write, TableNames.Accounts);

        using var answer = await portal.Portal.Login("c.delorme");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var refreshed = await portal.Portal.Post("api/auth/refresh", answer.RefreshCookie());
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
    }

    [Fact]
    public async Task Login_ThatFails_CountsOnce()
    {
        await portal.Portal.AddAccount("c.delorme", "c1");
        LoseAnswer("Insert", TableNames.Accounts);

        for (var failure = 0; failure < 4; failure++)
        {
            using var refused = await portal.Portal.Login("c.delorme", "faux");
            await refused.IsProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        }

        using var fifth = await portal.Portal.Login("c.delorme");
        Assert.Equal(HttpStatusCode.OK, fifth.StatusCode);
    }

    [Fact]
    public async Task RefreshSession_GoesOn()
    {
        await portal.Portal.AddAccount("c.delorme", "c1");
        using var signedIn = await portal.Portal.Login("c.delorme");
        LoseAnswer("Replace", TableNames.Accounts);

        using var answer = await portal.Portal.Post("api/auth/refresh", signedIn.RefreshCookie());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var again = await portal.Portal.Post("api/auth/refresh", answer.RefreshCookie());
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task AnImport_ThatRemovesSomething_Succeeds()
    {
        var natures = portal.Portal.Services.GetRequiredService<INatureStore>();
        LoseAnswer("Transaction", TableNames.Natures);

        await ActivatorUtilities.CreateInstance<TableNatureStore>(portal.Portal.Services)
            .Save([new Nature("RESEAU", "Réseau", [AssetKind.It], 1)], Stop);

        portal.Portal.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("RESEAU Réseau", string.Join(", ", (await natures.List(Stop)).Select(nature => $"{nature.Code} {nature.Label}")));
    }

    /// <summary>The answer to the next request of this kind will be lost.</summary>
    private void LoseAnswer(string operation, string table) => proxy.Fault = request =>
    {
        if (lost is not null || request.Operation != operation || request.Resource != table) return null;
        lost = request;
        return new StorageFault(StorageFaultKind.CutAfter);
    };

    private static async Task<string> Filled(HttpClient client, string asset) =>
        (await OrderPortal.Filled(client, asset, [OrderPortal.Line("T-K", 2)])).Version;

    private async Task<IEnumerable<string?>> Numbers(string list) =>
        (await portal.User.GetAll<ListedItem>(list)).Select(item => item.Number);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Posts once, and with a key once more; returns the bodies.</summary>
    private static async Task<IReadOnlyList<string>> Posted(HttpClient client, string route, object body, string? key, HttpStatusCode expected)
    {
        var bodies = new List<string>();
        for (var time = 0; time < (key is null ? 1 : 2); time++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, route) { Content = JsonContent.Create(body) };
            if (key is not null) request.Headers.Add("Idempotency-Key", key);
            using var answer = await client.SendAsync(request, Stop);
            Assert.Equal(expected, answer.StatusCode);
            bodies.Add(await answer.Content.ReadAsStringAsync(Stop));
        }

        return bodies;
    }
}
