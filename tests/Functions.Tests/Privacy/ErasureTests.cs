using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Inbound;
using Dfm.Core.Privacy;
using Dfm.Functions.Inbound.Responses;
using Dfm.Functions.Privacy.Responses;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Accounts;
using Dfm.Functions.Tests.Inbound;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Users.Responses;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Privacy;

/// <summary>After an erasure nothing that is stored names the person; requests, orders and invoices are complete otherwise.</summary>
public sealed class ErasureTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private PrivacyPortal portal = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TableServiceClient Tables => portal.Portal.Services.GetRequiredService<TableServiceClient>();

    public async ValueTask InitializeAsync() => portal = await PrivacyPortal.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task NothingThatIsStored_NamesThePerson_AndWhatSheAskedForIsComplete()
    {
        await portal.SheDoesEverything();
        var before = await Everything();
        // That the test finds what there is to find.
        var named = await EverythingStored.PlacesOf(portal.Storage, portal.Portal, PrivacyPortal.Traits);
        string[] tables =
        [
            "Accounts", "ContactRequests", "DitQueues", "Dits", "InboundMails", "LocalMails", "LocalServiceBus", "MailAddresses", "MailFailures", "Meters", "OrderQueues", "Orders", "Satisfaction", "Usage203703", "Users",
            "WebhookDeliveries",
        ];
        Assert.Equal(tables, tables.Intersect(named.Select(place => place.Split(' ')[0])));
        Assert.Contains(named, place => place.StartsWith("DfmPortal", StringComparison.Ordinal));
        Assert.DoesNotContain(named, place => place.StartsWith("log", StringComparison.Ordinal));

        var erasure = await Erased();

        Assert.Empty(await EverythingStored.PlacesOf(portal.Storage, portal.Portal, PrivacyPortal.Traits));
        Assert.Equal(
            before.Select(text => text.Replace(PrivacyPortal.Name, erasure.Name, StringComparison.Ordinal)), await Everything());
        using var login = await portal.Portal.Login("n.keller");
        await login.IsProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        using var request = await portal.Nadia.GetAsync(new Uri("/api/me", UriKind.Relative), Stop);
        await request.IsProblem(HttpStatusCode.Unauthorized, "token-invalid");
        Assert.Equal(["claire"], (await portal.Supervisor.Get<Page<UserResponse>>("/api/users")).Items.Select(user => user.Id.Value));
    }

    [Fact]
    public async Task WhatIsOpen_GoesOn_WithoutMailsToThePerson()
    {
        await portal.SheDoesEverything();
        await Erased();
        var mails = (await portal.Mails()).Count;

        await portal.Move(portal.OpenDit, "Plan");
        await portal.Move(portal.ColleaguesDit, "Plan");
        await PrivacyPortal.Post(
            portal.Staff, $"backoffice/orders/{portal.OpenOrder}/transitions", new { action = "MakeFullyDeliverable" }, HttpStatusCode.OK);
        await PrivacyPortal.Post(portal.Supervisor, $"approvals/{portal.Approval}/approve", new { }, HttpStatusCode.OK);
        await portal.AllIsDone();

        long[] planned = [portal.OpenDit.Sequence, portal.ColleaguesDit.Sequence];
        await Waiting.Until(async () =>
            (await portal.Staff.GetAll<QueuedDit>("/api/backoffice/dits?state=Planned")).Select(dit => dit.Number.Sequence).Order().SequenceEqual(planned));
        await Waiting.Until(async () => (await portal.Staff.GetAll<QueuedOrder>("/api/backoffice/orders?state=FullyDeliverable")).Count == 1);
        await portal.MailsAbout($"dit-{portal.ColleaguesDit}-2-", 1);
        Assert.Equal(mails + 1, (await portal.Mails()).Count);
        Assert.Empty(await EverythingStored.PlacesOf(portal.Storage, portal.Portal, PrivacyPortal.Traits));
    }

    [Fact]
    public async Task AnErasureThatIsPending_IsTheSameOne_AndAnUnknownUserIsRefused()
    {
        await using var patient = await PrivacyPortal.StartAsync(
            azurite.NewAccount(), new Dictionary<string, string> { ["Privacy__SettleFor"] = "1.00:00:00" });

        var first = await Erase(patient);
        var second = await Erase(patient);

        Assert.Equal((first, ErasureState.Pending, 1), (second, first.State, first.Runs));
        Assert.Equal(first.RequestedAt.AddDays(1), first.DueAt);
        using var request = await patient.Nadia.GetAsync(new Uri("/api/me", UriKind.Relative), Stop);
        await request.IsProblem(HttpStatusCode.Unauthorized, "token-invalid");
        // Nor does the Superviseur open the account again meanwhile.
        using var reopening = await patient.Supervisor.PostAsync(new Uri($"/api/users/{PrivacyPortal.Id}/reactivate", UriKind.Relative), null, Stop);
        await reopening.IsProblem(HttpStatusCode.Conflict, "user-being-erased");
        Assert.Equal(first, Assert.Single((await patient.Staff.Get<Page<ErasureResponse>>("/api/backoffice/customers/c1/erasures")).Items));
        foreach (var (customer, user) in new[] { ("c1", "nobody"), ("c2", PrivacyPortal.Id), ("c9", PrivacyPortal.Id), ("c 1", "x") })
        {
            using var refused = await patient.Staff.PostAsync(new Uri($"/api/backoffice/customers/{customer}/users/{user}/erase", UriKind.Relative), null, Stop);
            await refused.IsProblem(HttpStatusCode.NotFound, "user-not-found");
        }

        foreach (var id in new[] { "0a1b2c3d", "xyz", "x" })
        {
            using var refused = await patient.Staff.PostAsync(new Uri($"/api/backoffice/customers/c1/erasures/{id}/repeat", UriKind.Relative), null, Stop);
            await refused.IsProblem(HttpStatusCode.NotFound, "erasure-not-found");
        }
    }

    [Fact]
    public async Task AfterARestore_TheErasureIsRepeated_UnderTheSamePseudonym()
    {
        await portal.SheDoesEverything();
        var dits = Tables.GetTableClient(TableNames.Dits);
        var copy = await dits.QueryAsync<TableEntity>("PartitionKey eq 'c1'", cancellationToken: Stop).ToListAsync(Stop);
        var erasure = await Erased();
        foreach (var row in copy) await dits.UpsertEntityAsync(row, TableUpdateMode.Replace, Stop);
        Assert.NotEmpty(await EverythingStored.PlacesOf(portal.Storage, portal.Portal, PrivacyPortal.Traits));

        using var repeated = await portal.Staff.PostAsync(new Uri($"/api/backoffice/customers/c1/erasures/{erasure.Id}/repeat", UriKind.Relative), null, Stop);
        Assert.Equal(2, (await repeated.Read<ErasureResponse>(HttpStatusCode.Accepted)).Runs);
        var again = await Done(portal);

        Assert.Equal((erasure.Name, 2), (again.Name, again.Runs));
        Assert.Empty(await EverythingStored.PlacesOf(portal.Storage, portal.Portal, PrivacyPortal.Traits));
        Assert.Equal(erasure.Name, (await portal.Supervisor.Get($"/api/dits/{portal.OpenDit}")).GetProperty("raisedBy").GetString());
    }

    [Fact]
    public async Task AStepThatIsBrokenOff_IsDoneAgain_AndNothingIsLeft()
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        await using var shaken = await PrivacyPortal.StartAsync(proxy.Account);
        await shaken.SheDoesEverything();
        var left = new ConcurrentDictionary<string, bool>(((string[])["DitQueues Replace", "Orders Transaction", "Meters Delete", "Users Transaction"])
            .Select(step => KeyValuePair.Create(step, true)));

        await Erase(shaken);
        proxy.Fault = request => left.TryRemove($"{request.Resource} {request.Operation}", out _)
            ? new StorageFault(StorageFaultKind.Refused) { Status = 403, Code = "AuthorizationFailure" } : null;
        await Done(shaken);

        Assert.Empty(left);
        Assert.Empty(await EverythingStored.PlacesOf(proxy.Account, shaken.Portal, PrivacyPortal.Traits));
    }

    [Fact]
    public async Task SomebodyWithoutAnAccount_WhoHasWritten_IsForgottenByTheAddress()
    {
        const string Address = "lea.roy@autre.example";
        await FiledMailOf(Address);
        Assert.NotEmpty(await Named());
        using var refused = await ForSender("erase", "nadia.keller@example.com");
        await refused.IsProblem(HttpStatusCode.Conflict, "sender-is-user");

        using var erased = await ForSender("erase", Address);
        await erased.Read<ErasureResponse>(HttpStatusCode.Accepted);
        var erasure = await Done(portal);

        Assert.Empty(await Named());
        var dit = Assert.Single((await portal.Supervisor.Get<Page<ListedItem>>("/api/dits")).Items);
        Assert.Equal(erasure.Name, (await portal.Supervisor.Get($"/api/dits/{dit.Number}")).GetProperty("raisedBy").GetString());

        Task<IReadOnlyList<string>> Named() => EverythingStored.PlacesOf(portal.Storage, portal.Portal, ["Léa Roy", Address]);
    }

    [Fact]
    public async Task OfMailsThatNobodyHasFiled_NothingIsLeftOfTheSender()
    {
        const string Address = "lea.roy@autre.example";
        var id = await Held(Address);

        using var erased = await ForSender("erase", Address);
        await erased.Read<ErasureResponse>(HttpStatusCode.Accepted);
        await Done(portal);

        Assert.Empty(await EverythingStored.PlacesOf(portal.Storage, portal.Portal, ["Léa Roy", Address, "Elle ne s'allume plus."]));
        Assert.Equal(InboundState.Discarded, (await portal.Staff.Get<InboundMailResponse>($"/api/backoffice/inbound/{id}")).State);
        Assert.Empty((await portal.Staff.Get<Page<InboundMailResponse>>("/api/backoffice/inbound")).Items);
    }

    [Fact]
    public async Task ASender_WhoIsInvitedMeanwhile_IsNotTouched()
    {
        const string Address = "lea.roy@autre.example";
        await using var patient = await PrivacyPortal.StartAsync(
            azurite.NewAccount(), new Dictionary<string, string> { ["Privacy__SettleFor"] = "00:00:03" });
        using var asked = await patient.Staff.PostAsJsonAsync("/api/backoffice/customers/c1/mail-senders/erase", new { email = Address }, Stop);
        await asked.Read<ErasureResponse>(HttpStatusCode.Accepted);

        using var invited = await patient.Supervisor.PostAsJsonAsync(
            "/api/users", new { name = "Léa Roy", email = Address, profile = "Supervisor" }, Stop);
        var user = await invited.Read<UserResponse>(HttpStatusCode.Created);
        await Done(patient);

        Assert.Equal("Léa Roy", (await patient.Supervisor.Get<UserResponse>($"/api/users/{user.Id}")).Name);
    }

    [Fact]
    public async Task AUser_WhoWasASender_IsErasedAsAUser()
    {
        const string Address = "lea.roy@autre.example";
        await using var patient = await PrivacyPortal.StartAsync(
            azurite.NewAccount(), new Dictionary<string, string> { ["Privacy__SettleFor"] = "1.00:00:00" });
        using var asked = await patient.Staff.PostAsJsonAsync("/api/backoffice/customers/c1/mail-senders/erase", new { email = Address }, Stop);
        var ofSender = await asked.Read<ErasureResponse>(HttpStatusCode.Accepted);
        using var invited = await patient.Supervisor.PostAsJsonAsync("/api/users", new { name = "Léa Roy", email = Address, profile = "Supervisor" }, Stop);
        var user = await invited.Read<UserResponse>(HttpStatusCode.Created);

        using var erased = await patient.Staff.PostAsync(new Uri($"/api/backoffice/customers/c1/users/{user.Id}/erase", UriKind.Relative), null, Stop);

        Assert.NotEqual(ofSender.Id, (await erased.Read<ErasureResponse>(HttpStatusCode.Accepted)).Id);
        Assert.Equal(AccountState.Erasing, (await patient.Supervisor.Get<UserResponse>($"/api/users/{user.Id}")).State);
    }

    [Fact]
    public async Task AnothersMail_WhoseAddressHoldsTheSignInName_IsLeftAlone()
    {
        var id = await Held("n.keller@autre.example");

        await Erased();

        var mail = await portal.Staff.Get<InboundMailResponse>($"/api/backoffice/inbound/{id}");
        Assert.Equal((InboundState.Held, "n.keller@autre.example", "Elle ne s'allume plus."), (mail.State, mail.From, mail.Text));
    }

    [Fact]
    public async Task SomebodyWithoutAnAccount_GetsWhatIsKept()
    {
        await FiledMailOf("lea.roy@autre.example");

        using var answer = await ForSender("export", "Lea.Roy@autre.example");

        Assert.Equal((HttpStatusCode.OK, "application/zip"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync(Stop));
        using var reader = new StreamReader(await zip.GetEntry("demandes.json")!.OpenAsync(Stop));
        Assert.Contains("Elle ne s'allume plus.", Assert.Single(JsonElement.Parse(await reader.ReadToEndAsync(Stop)).EnumerateArray()).GetProperty("description").GetString(), StringComparison.Ordinal);
        using var mails = new StreamReader(await zip.GetEntry("mails-recus.json")!.OpenAsync(Stop));
        Assert.Equal("Léa Roy", Assert.Single(JsonElement.Parse(await mails.ReadToEndAsync(Stop)).EnumerateArray()).GetProperty("fromName").GetString());
        using var unknown = await portal.Staff.PostAsJsonAsync("/api/backoffice/customers/c9/mail-senders/export", new { email = "a@example.com" }, Stop);
        await unknown.IsProblem(HttpStatusCode.NotFound, "customer-not-found");
        using var broken = await ForSender("export", "pas une adresse");
        await broken.RefusesFields("email");
    }

    private Task<HttpResponseMessage> ForSender(string action, string email) =>
        portal.Staff.PostAsJsonAsync($"/api/backoffice/customers/c1/mail-senders/{action}", new { email }, Stop);

    /// <summary>A stranger writes, and the staff makes a DIT of it.</summary>
    private async Task FiledMailOf(string address)
    {
        var id = await Held(address);
        await PrivacyPortal.Post(portal.Staff, $"backoffice/inbound/{id}/assign", new { customer = "c1", asset = "p1" }, HttpStatusCode.OK);
        await Waiting.Until(async () => (await portal.Staff.Get<InboundMailResponse>($"/api/backoffice/inbound/{id}")).About is not null);
        await portal.AllIsDone();
    }

    private async Task<string> Held(string address)
    {
        var id = await InboundPortal.Receive(
            portal.Portal, new SentMail { From = $"Léa Roy <{address}>", Dkim = "{@autre.example : pass}", Text = "Elle ne s'allume plus." });
        await Waiting.Until(async () => (await portal.Staff.Get<InboundMailResponse>($"/api/backoffice/inbound/{id}")).State is InboundState.Held);
        return id;
    }

    private async Task<ErasureResponse> Erased()
    {
        await Erase(portal);
        return await Done(portal);
    }

    private static async Task<ErasureResponse> Erase(PrivacyPortal portal)
    {
        using var answer = await portal.Staff.PostAsync(new Uri($"/api/backoffice/customers/c1/users/{PrivacyPortal.Id}/erase", UriKind.Relative), null, Stop);
        return await answer.Read<ErasureResponse>(HttpStatusCode.Accepted);
    }

    private static async Task<ErasureResponse> Done(PrivacyPortal portal)
    {
        ErasureResponse? erasure = null;
        await Waiting.Until(async () =>
        {
            erasure = Assert.Single((await portal.Staff.Get<Page<ErasureResponse>>("/api/backoffice/customers/c1/erasures")).Items);
            return erasure.State is ErasureState.Done;
        });
        return erasure!;
    }

    /// <summary>What the customer and the staff see of all that she had to do with, as it is answered.</summary>
    private async Task<IReadOnlyList<string>> Everything()
    {
        var texts = new List<string>();
        foreach (var route in (string[])
        [
            "dits", $"dits/{portal.OpenDit}", $"dits/{portal.ClosedDit}", $"dits/{portal.ColleaguesDit}", "orders", $"orders/{portal.OpenOrder}",
            $"orders/{portal.ShippedOrder}", "approvals", $"approvals/{portal.Approval}", "invoices", "assets/p1/dits", "assets/p1/meter-readings",
        ])
            texts.Add(Text(await portal.Supervisor.Get($"/api/{route}")));
        foreach (var route in (string[])
        [
            "dits?state=AwaitingPlanning", "dits?state=Closed", "dits?state=Cancelled", "orders?state=ExternalEntry", "orders?state=FullyDelivered",
            "contact-requests", "satisfaction",
        ])
            texts.Add(Text(await portal.Staff.Get($"/api/backoffice/{route}")));
        return texts;

        static string Text(JsonElement answer) => answer.GetRawText();
    }
}
