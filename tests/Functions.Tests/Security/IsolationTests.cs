using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Dfm.Core.Accounts;
using Dfm.Core.Approvals;
using Dfm.Core.Catalogue;
using Dfm.Core.Dits;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Carts.Responses;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Invoices.Responses;
using Dfm.Functions.Parc.Responses;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Contact;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Invoices;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Dits.DitPortal;
using static Dfm.Functions.Tests.Infrastructure.TwoCustomers;
using static Dfm.Functions.Tests.Orders.OrderPortal;

namespace Dfm.Functions.Tests.Security;

/// <summary>
/// What belongs to another customer, or to a site that the caller may not see, does not exist for the caller: nothing shows it, nothing
/// changes it, and no answer tells it from what exists nowhere.
/// </summary>
public sealed partial class IsolationTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly MethodInfo[] HttpFunctions =
        [.. AudienceRules.FunctionsOf(typeof(PortalHost).Assembly).Where(function => Trigger(function) is not null)];

    private static readonly Ids Nowhere = new("p9", "999999", "0123456789abcdef0123456789abcdef", "999999", "999999", "999999", "FA-999");

    /// <summary>How each function that takes an id is called with one that is not the caller's.</summary>
    private static readonly Dictionary<string, Func<Ids, HttpRequestMessage>> Requests = new()
    {
        ["GetAsset"] = ids => Get($"assets/{ids.Asset}"),
        ["ListConsumables"] = ids => Get($"assets/{ids.Asset}/consumables"),
        ["SetCartItem"] = ids => new HttpRequestMessage(HttpMethod.Put, $"/api/cart/assets/{ids.Asset}")
        {
            Content = JsonContent.Create(new { lines = new[] { Line("T-K", 1) } }),
        },
        ["RemoveCartItem"] = ids => new HttpRequestMessage(HttpMethod.Delete, $"/api/cart/assets/{ids.Asset}"),
        ["ListAssetDits"] = ids => Get($"assets/{ids.Asset}/dits"),
        ["RaiseDit"] = ids => Post($"assets/{ids.Asset}/dits", Form(files: ("écran.png", Samples.Png)), "key"),
        ["ListAssetOrders"] = ids => Get($"assets/{ids.Asset}/orders"),
        ["ListMeterReadings"] = ids => Get($"assets/{ids.Asset}/meter-readings"),
        ["GetOrder"] = ids => Get($"orders/{ids.Order}"),
        ["CancelOrder"] = ids => Post($"orders/{ids.Order}/cancel", JsonContent.Create(new { comment = "Erreur." })),
        ["GetApproval"] = ids => Get($"approvals/{ids.Approval}"),
        ["ApproveCart"] = ids => Post($"approvals/{ids.Approval}/approve", JsonContent.Create(new { })),
        ["RefuseCart"] = ids => Post($"approvals/{ids.Approval}/refuse", JsonContent.Create(new { reason = "Non." })),
        ["GetDit"] = ids => Get($"dits/{ids.Dit}"),
        ["GetDitAttachment"] = ids => Get($"dits/{ids.Dit}/attachments/{ids.File}"),
        ["AddDitMessage"] = ids => Post($"dits/{ids.Dit}/messages", JsonContent.Create(new { text = "Bonjour." }), "key"),
        ["AddDitAttachments"] = ids => Post(
            $"dits/{ids.Dit}/attachments",
            new MultipartFormDataContent { { new ByteArrayContent(Samples.Png), "files", "photo.png" } },
            "key"),
        ["CancelDit"] = ids => Post($"dits/{ids.Dit}/cancel", JsonContent.Create(new { comment = "Réparé." })),
        ["GetInvoice"] = ids => Get($"invoices/{ids.Invoice}"),
        ["GetInvoicePdf"] = ids => Get($"invoices/{ids.Invoice}/pdf"),
        ["IssueInvoiceTicket"] = ids => Post($"invoices/{ids.Invoice}/ticket", JsonContent.Create(new { })),
        ["EndSession"] = ids => new HttpRequestMessage(HttpMethod.Delete, $"/api/me/sessions/{ids.File}"),
        ["GetUser"] = ids => Get($"users/{ids.User}"),
        ["ChangeUser"] = ids => new HttpRequestMessage(HttpMethod.Put, $"/api/users/{ids.User}") { Content = JsonContent.Create(new { name = "X" }) },
        ["DeactivateUser"] = ids => Post($"users/{ids.User}/deactivate", JsonContent.Create(new { })),
        ["ReactivateUser"] = ids => Post($"users/{ids.User}/reactivate", JsonContent.Create(new { })),
        ["ResendInvitation"] = ids => Post($"users/{ids.User}/invitation", JsonContent.Create(new { })),
        // The staff's: a customer is turned away before any id is looked at.
        ["RevokeApiKey"] = ids => new HttpRequestMessage(HttpMethod.Delete, $"/api/backoffice/api-keys/{ids.Dit}"),
        ["GetBackofficeDit"] = ids => Get($"backoffice/dits/{ids.Dit}"),
        ["GetBackofficeDitAttachment"] = ids => Get($"backoffice/dits/{ids.Dit}/attachments/{ids.File}"),
        ["AddBackofficeDitMessage"] = ids => Post(
            $"backoffice/dits/{ids.Dit}/messages", JsonContent.Create(new { text = "Bonjour." }), "key"),
        ["TransitionDit"] = ids => Post(
            $"backoffice/dits/{ids.Dit}/transitions", JsonContent.Create(new { action = "Cancel", comment = "Réparé." })),
        ["GetBackofficeOrder"] = ids => Get($"backoffice/orders/{ids.Order}"),
        ["TransitionOrder"] = ids => Post(
            $"backoffice/orders/{ids.Order}/transitions", JsonContent.Create(new { action = "MakeFullyDeliverable" })),
        ["GetBackofficeContactRequest"] = ids => Get($"backoffice/contact-requests/{ids.Contact}"),
        ["GetBackofficeContactAttachment"] = ids => Get($"backoffice/contact-requests/{ids.Contact}/attachments/{ids.File}"),
        ["ExportUserData"] = ids => Get($"backoffice/customers/{ids.Customer}/users/{ids.User}/export"),
        ["EraseUser"] = ids => Post($"backoffice/customers/{ids.Customer}/users/{ids.User}/erase", JsonContent.Create(new { })),
        ["ListErasures"] = ids => Get($"backoffice/customers/{ids.Customer}/erasures"),
        ["RepeatErasure"] = ids => Post($"backoffice/customers/{ids.Customer}/erasures/{ids.Dit}/repeat", JsonContent.Create(new { })),
        ["GetBackofficeCustomer"] = _ => Get("backoffice/customers/c1"),
        ["ListBackofficeUsers"] = _ => Get("backoffice/customers/c1/users"),
        ["ListBackofficeAssets"] = _ => Get("backoffice/customers/c1/assets"),
        ["RaiseBackofficeDit"] = ids => Post($"backoffice/customers/c1/assets/{ids.Asset}/dits", JsonContent.Create(new { user = ids.User })),
        ["PlaceBackofficeOrder"] = ids => Post($"backoffice/customers/c1/assets/{ids.Asset}/orders", JsonContent.Create(new { user = ids.User })),
        ["EnterBackofficeMeterReadings"] = _ => Post("backoffice/customers/c1/meter-readings", JsonContent.Create(new { source = "Machine" })),
        ["SubscribeTrigger"] = _ => Post("backoffice/triggers/DitStateChanged", JsonContent.Create(new { url = "https://x.logic.azure.com" })),
        ["DeleteWebhook"] = ids => new HttpRequestMessage(HttpMethod.Delete, $"/api/backoffice/webhooks/{ids.Dit}"),
        ["ListWebhookDeliveries"] = ids => Get($"backoffice/webhooks/{ids.Dit}/deliveries"),
        ["RedeliverWebhook"] = ids => Post($"backoffice/webhooks/{ids.Dit}/deliveries/{ids.Dit}/redeliver", JsonContent.Create(new { })),
        ["GetInboundMail"] = ids => Get($"backoffice/inbound/{ids.Dit}"),
        ["GetInboundMailOriginal"] = ids => Get($"backoffice/inbound/{ids.Dit}/original"),
        ["ExportMailSenderData"] = ids => Post($"backoffice/customers/{ids.Customer}/mail-senders/export", JsonContent.Create(new { email = "a@example.com" })),
        ["EraseMailSender"] = ids => Post($"backoffice/customers/{ids.Customer}/mail-senders/erase", JsonContent.Create(new { email = "a@example.com" })),
        ["AssignInboundMail"] = ids => Post(
            $"backoffice/inbound/{ids.Dit}/assign", JsonContent.Create(new { dit = ids.Dit })),
        ["DiscardInboundMail"] = ids => Post($"backoffice/inbound/{ids.Dit}/discard", JsonContent.Create(new { })),
        ["GetDeliveryNote"] = ids => Get($"backoffice/orders/{ids.Order}/delivery-notes/1"),
    };

    private readonly StorageAccount account = azurite.NewAccount();
    private TwoCustomers portal = null!;
    private Ids ofFirstSite = null!;
    private Ids ofSecondSite = null!;
    private Ids ofStranger = null!;

    public async ValueTask InitializeAsync()
    {
        var started = await StartInProcess(account);
        await DitPortal.Arrange(started.Services);
        await OrderPortal.Arrange(started.Services.GetRequiredService<IConsumableStore>());
        await ContactPortal.Arrange(started.Services);
        portal = new TwoCustomers(
            started, await started.StaffClient("DFM", "dits.read", "dits.write", "orders.read", "orders.write", "contact.read", InvoicePortal.Scope));
        ofFirstSite = (await Has(portal.User, "i1", portal.Supervisor, portal.User)) with { User = "paul", Customer = "c1" };
        ofSecondSite = (await Has(portal.Supervisor, "p2", portal.Supervisor, UserOf("lea", "c1", "s2"))) with { User = "lea", Customer = "c1" };
        ofStranger = (await Has(portal.Stranger, "p1", portal.Stranger, UserOf("hugo", "c2", "s1"))) with { User = "hugo", Customer = "c2" };
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public void EveryFunctionThatTakesAnId_IsWalked() =>
        Assert.Equal(
            HttpFunctions.Where(function => Trigger(function)!.Route?.Contains('{', StringComparison.Ordinal) is true)
                .Select(NameOf)
                .Order(),
            Requests.Keys.Order());

    [Fact]
    public async Task AnIdOfAnotherCustomer_OrOfAnotherSite_IsAnsweredAsOneThatExistsNowhere_AndNothingChanges()
    {
        var before = await EverythingStored();
        foreach (var (name, request) in Requests)
        {
            await AnswersAlike(name, portal.Stranger, request, ofFirstSite);
            await AnswersAlike(name, portal.Stranger, request, ofSecondSite);
            await AnswersAlike(name, portal.User, request, ofSecondSite);
            await AnswersAlike(name, portal.User, request, ofStranger with { Asset = Nowhere.Asset });
        }

        // A foreign file under the caller's own DIT.
        var attachment = Requests["GetDitAttachment"];
        await AnswersAlike("own DIT", portal.Stranger, attachment, ofFirstSite with { Dit = ofStranger.Dit }, ofStranger.Dit);
        await AnswersAlike("own DIT", portal.User, attachment, ofSecondSite with { Dit = ofFirstSite.Dit }, ofFirstSite.Dit);

        Assert.Equal(before, await EverythingStored());
    }

    [Fact]
    public async Task Lists_ShowOnlyWhatIsTheCallers_AlsoFromTheCursorsOfOthers()
    {
        foreach (var more in (string[])["", "&state=AwaitingPlanning"])
        {
            await ShowsDits(portal.Stranger, $"dits?limit=1{more}", portal.Supervisor, ofStranger);
            await ShowsDits(portal.User, $"dits?limit=1{more}", portal.Supervisor, ofFirstSite);
        }

        foreach (var more in (string[])["", "&state=ExternalEntry"])
        {
            await ShowsOrders(portal.Stranger, $"orders?limit=1{more}", portal.Supervisor, ofStranger);
            await ShowsOrders(portal.User, $"orders?limit=1{more}", portal.Supervisor, ofFirstSite);
        }

        foreach (var more in (string[])["", "&state=Pending"])
        {
            await ShowsApprovals(portal.Stranger, $"approvals?limit=1{more}", portal.Supervisor, ofStranger);
            await ShowsApprovals(portal.User, $"approvals?limit=1{more}", portal.Supervisor, ofFirstSite);
            await ShowsApprovals(portal.Supervisor, $"approvals?limit=1{more}", portal.Stranger, ofFirstSite, ofSecondSite);
        }

        // Both customers have an asset p1; only the stranger's has a DIT and an order.
        await ShowsDits(portal.Stranger, "assets/p1/dits?limit=1", portal.Supervisor, ofStranger);
        await ShowsDits(portal.User, "assets/p1/dits?limit=1", portal.Supervisor);
        await ShowsAssetOrders(portal.Stranger, "assets/p1/orders?limit=1", portal.Supervisor, ofStranger);
        await ShowsAssetOrders(portal.User, "assets/p1/orders?limit=1", portal.Supervisor);
        foreach (var more in (string[])["", "&kind=Printing", "&search=copieur"])
        {
            await ShowsAssets(portal.Stranger, $"assets?limit=1{more}", portal.Supervisor, [ofStranger], "p1");
            string[] own = more is "&kind=Printing" ? ["p1", "p3"] : ["i1", "p1", "p3"];
            await ShowsAssets(portal.User, $"assets?limit=1{more}", portal.Supervisor, more is "&kind=Printing" ? [] : [ofFirstSite], own);
        }

        foreach (var more in (string[])["", "&year=2026", "&search=fa-c"])
        {
            await ShowsInvoices(portal.Stranger, $"invoices?limit=1{more}", portal.Supervisor, ofStranger);
            await ShowsInvoices(portal.Supervisor, $"invoices?limit=1{more}", portal.Stranger, ofFirstSite, ofSecondSite);
        }

        await AnswersAlike("invoices/archive", portal.Stranger, ids => Archive("archive", ids), ofFirstSite);
        await AnswersAlike("invoices/archive/ticket", portal.Stranger, ids => Archive("archive/ticket", ids), ofFirstSite);
        await AnswersAlike("assets?site=", portal.User, ids => Get($"assets?site={ids.Asset}"), ofSecondSite with { Asset = "s2" });
        await AnswersAlike("assets?site=", portal.Stranger, ids => Get($"assets?site={ids.Asset}"), ofSecondSite with { Asset = "s2" });
    }

    [Fact]
    public async Task WhatWasAskedForAnAsset_WhereItStoodThen_IsNotShownToWhoSeesItOnlyWhereItStandsNow()
    {
        await Write(portal.Portal, Asset("p2", "c1", "s1", AssetKind.Printing));

        Assert.Equal([ofSecondSite.Order], await OrderedBefore(portal.Supervisor));
        Assert.Empty(await OrderedBefore(portal.User));
        await ShowsAssetOrders(portal.User, "assets/p2/orders?limit=10", portal.Supervisor);
        await ShowsDits(portal.User, "assets/p2/dits?limit=10", portal.Supervisor);
        Assert.Equal(1, Warnings(await Filled(portal.Supervisor, "p2", [Line("T-K", 1)])));
        Assert.Equal(0, Warnings(await Filled(portal.User, "p2", [Line("T-K", 1)])));

        static async Task<IEnumerable<string>> OrderedBefore(HttpClient client) =>
            (await client.Get<ConsumablesResponse>("/api/assets/p2/consumables")).Items
                .SelectMany(item => item.OnTheWay.Append(item.LastOrder))
                .OfType<OrderedBefore>()
                .Select(order => order.Number.Value)
                .Distinct();

        static int Warnings(CartResponse cart) => cart.Items.Sum(item => item.Warnings.Count);
    }

    [Fact]
    public async Task ACart_IsItsOwnersAlone_AndWithoutTheSitesThatAreNoLongerTheOwners()
    {
        await Filled(portal.Supervisor, "p1", [Line("T-K", 1)]);
        await Filled(portal.Supervisor, "p2", [Line("T-K", 1)]);

        Assert.Equal(["p1", "p2"], await InCart(portal.Supervisor));
        Assert.Empty(await InCart(portal.User));
        Assert.Empty(await InCart(portal.Stranger));
        await AnswersAlike("RemoveCartItem", portal.User, Requests["RemoveCartItem"], ofStranger);
        await AnswersAlike("RemoveCartItem", portal.Stranger, Requests["RemoveCartItem"], ofStranger);

        // The same person, now a user of the first site alone.
        var claire = portal.Portal.ClientOf(Person("claire", "c1", Profile.User, "s1"));
        Assert.Equal(["p1"], await InCart(claire));
        await AnswersAlike("RemoveCartItem", claire, Requests["RemoveCartItem"], ofSecondSite);
        Assert.Equal(["p1", "p2"], await InCart(portal.Supervisor));

        static async Task<IEnumerable<string>> InCart(HttpClient client) => (await CartOf(client)).Items.Select(item => item.Asset.Id);
    }

    [Fact]
    public async Task CustomersRoutes_RefuseApiKeys_AndTheStaffsRoutesCustomersTokens()
    {
        foreach (var function in HttpFunctions)
        {
            var audience = function.GetCustomAttribute<AudienceAttribute>()!.Audience;
            if (audience is Audience.Anyone) continue;
            var route = Parameter().Replace(Trigger(function)!.Route!, ofFirstSite.Dit);
            var method = new HttpMethod(Trigger(function)!.Methods!.Single().ToUpperInvariant());
            using var request = new HttpRequestMessage(method, $"/api/{route}");
            var isStaffs = audience is Audience.Staff;
            using var answer = await (isStaffs ? portal.Supervisor : portal.Staff).SendAsync(request, Stop);
            await answer.IsProblem(HttpStatusCode.Unauthorized, isStaffs ? "api-key-required" : "sign-in-required");
        }
    }

    private HttpClient UserOf(string name, string customer, string site) =>
        portal.Portal.ClientOf(Person(name, customer, Profile.User, site));

    /// <summary>
    /// Raises a DIT with a file on an asset and orders for it, and waits for what follows; then a user's cart for it waits for approval, and
    /// a message is sent.
    /// </summary>
    private async Task<Ids> Has(HttpClient client, string asset, HttpClient supervisor, HttpClient user)
    {
        using var answer = await Raise(client, asset, Form(nature: "RESEAU", files: ("écran.png", Samples.Png)));
        var dit = await answer.Read<DitResponse>();
        var order = await Ordered(client, asset);
        await portal.MailsAbout($"dit-{dit.Number}-", 1);
        await portal.MailsAbout($"order-{order.Number}-", 1);
        // From now on the customer wants carts to be approved.
        await RequireApproval(supervisor);
        var approval = await Submitted(user, asset, Line("T-K", 1));
        var contact = await ContactPortal.Sent(client);
        await portal.MailsAbout($"contact-{contact.Number}-", 2);
        return new(
            asset,
            dit.Number.Value,
            dit.Attachments[0].Id,
            order.Number.Value,
            approval.Number.Value,
            contact.Number.Value,
            await HasInvoice(client, asset));
    }

    /// <summary>Posts an invoice for the customer and, where it is one, the site of the client.</summary>
    private async Task<string> HasInvoice(HttpClient client, string asset)
    {
        var customer = (await client.Get("/api/me")).GetProperty("customer").GetProperty("id").GetString()!;
        var number = $"FA-{customer}-{asset}";
        var form = InvoicePortal.Form(InvoicePdf.Of(), ("customer", customer), ("number", number));
        using var answer = await portal.Staff.PostAsync(new Uri("/api/backoffice/invoices", UriKind.Relative), form, Stop);
        return (await answer.Read<InvoiceResponse>(HttpStatusCode.Created)).Number.Value;
    }

    private static HttpRequestMessage Archive(string route, Ids ids) =>
        Post($"invoices/{route}", JsonContent.Create(new { numbers = new[] { ids.Invoice } }));

    /// <summary>Asks for something foreign and for what exists nowhere: both answers are a refusal, the same to the last byte.</summary>
    private static async Task AnswersAlike(
        string what, HttpClient client, Func<Ids, HttpRequestMessage> request, Ids foreign, string? nowhereUnder = null)
    {
        var nowhere = await Answer(client, request(nowhereUnder is null ? Nowhere : Nowhere with { Dit = nowhereUnder }));
        Assert.Matches("^(401|403|404) ", nowhere);
        Assert.True(nowhere == await Answer(client, request(foreign)), $"{what} tells that {foreign} exists: {nowhere}");
    }

    private static async Task<string> Answer(HttpClient client, HttpRequestMessage request)
    {
        using (request)
        using (var answer = await client.SendAsync(request, Stop))
        {
            var headers = answer.Headers.Concat(answer.Content.Headers)
                .Where(header => header.Key is not "Date")
                .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
                .Order(StringComparer.Ordinal);
            return $"{(int)answer.StatusCode} {string.Join('\n', headers)}\n{await answer.Content.ReadAsStringAsync(Stop)}";
        }
    }

    private Task ShowsDits(HttpClient client, string list, HttpClient other, params Ids[] own) => Shows<DitSummary>(
        client, list, other, dit => dit.Number.Value, [.. own.Select(ids => ids.Dit)], [.. Foreign(own).Select(ids => ids.Dit)]);

    private Task ShowsOrders(HttpClient client, string list, HttpClient other, params Ids[] own) => Shows<OrderSummary>(
        client, list, other, order => order.Number.Value, [.. own.Select(ids => ids.Order)], [.. Foreign(own).Select(ids => ids.Order)]);

    private Task ShowsAssetOrders(HttpClient client, string list, HttpClient other, params Ids[] own) => Shows<AssetOrder>(
        client, list, other, one => one.Order.Number.Value, [.. own.Select(ids => ids.Order)], [.. Foreign(own).Select(ids => ids.Order)]);

    private Task ShowsInvoices(HttpClient client, string list, HttpClient other, params Ids[] own) => Shows<InvoiceResponse>(
        client, list, other, one => one.Number.Value, [.. own.Select(ids => ids.Invoice)], [.. Foreign(own).Select(ids => ids.Invoice)]);

    private Task ShowsApprovals(HttpClient client, string list, HttpClient other, params Ids[] own) => Shows<ApprovalSummary>(
        client, list, other, one => one.Number.Value, [.. own.Select(ids => ids.Approval)], [.. Foreign(own).Select(ids => ids.Approval)]);

    private Task ShowsAssets(HttpClient client, string list, HttpClient other, Ids[] own, params string[] assets) => Shows<AssetResponse>(
        client, list, other, asset => asset.Id.Value, assets, [.. Foreign(own).Select(ids => ids.Dit)]);

    private IEnumerable<Ids> Foreign(Ids[] own) => ((Ids[])[ofFirstSite, ofSecondSite, ofStranger]).Except(own);

    /// <summary>
    /// Walks the list from its beginning, and from wherever the other caller's list may be gone on with: it shows what is expected and
    /// names no <paramref name="foreign"/> number.
    /// </summary>
    private static async Task Shows<T>(
        HttpClient client, string list, HttpClient other, Func<T, string> name, string[] expected, string[] foreign)
    {
        Assert.Equal(expected.Order(), (await Walk<T>(client, list, null, foreign)).Items.Select(name).Order());
        foreach (var cursor in (await Walk<T>(other, list, null, [])).Cursors)
        {
            var (items, _) = await Walk<T>(client, list, cursor, foreign);
            Assert.Subset(expected.ToHashSet(), items.Select(name).ToHashSet());
        }
    }

    /// <summary>
    /// All pages from a cursor on, which name no <paramref name="foreign"/> number; none when the list does not take the cursor.
    /// </summary>
    private static async Task<(List<T> Items, List<string> Cursors)> Walk<T>(
        HttpClient client, string list, string? from, string[] foreign)
    {
        var (items, cursors) = (new List<T>(), new List<string>());
        for (var cursor = from; ; cursors.Add(cursor!))
        {
            using var answer = await client.GetAsync($"/api/{list}{(cursor is null ? "" : $"&cursor={cursor}")}", Stop);
            var body = await answer.Content.ReadAsStringAsync(Stop);
            if (cursor == from && from is not null && answer.StatusCode is HttpStatusCode.BadRequest) return (items, cursors);
            Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{list} {body}");
            Assert.All(foreign, number => Assert.DoesNotContain($"\"{number}\"", body, StringComparison.Ordinal));
            var page = Answers.Parse<Page<T>>(body);
            items.AddRange(page.Items);
            cursor = page.NextCursor;
            if (cursor is null) return (items, cursors);
        }
    }

    /// <summary>Every row and blob with its version, once nothing is being written any more.</summary>
    private async Task<List<string>> EverythingStored()
    {
        List<string> seen = [];
        await Waiting.Until(async () =>
        {
            var before = seen;
            seen = await Read();
            if (before.SequenceEqual(seen)) return true;
            await Task.Delay(250, Stop);
            return false;
        });
        return seen;

        async Task<List<string>> Read()
        {
            var found = new List<string>();
            var tables = new TableServiceClient(account.ConnectionString);
            // A refused command has sent its message to the outbox queue, which will find nothing.
            await foreach (var table in tables.QueryAsync("TableName ne 'LocalServiceBus'", cancellationToken: Stop))
                await foreach (var row in tables.GetTableClient(table.Name).QueryAsync<TableEntity>(cancellationToken: Stop))
                    found.Add($"{table.Name} {row.PartitionKey} {row.RowKey} {row.ETag}");
            var blobs = new BlobServiceClient(account.ConnectionString);
            foreach (var container in TableNames.Containers)
                await foreach (var blob in blobs.GetBlobContainerClient(container).GetBlobsAsync(cancellationToken: Stop))
                    found.Add($"{blob.Name} {blob.Properties.ETag}");
            return found;
        }
    }

    private static HttpTriggerAttribute? Trigger(MethodInfo function) =>
        function.GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .FirstOrDefault(trigger => trigger is not null);

    private static string NameOf(MethodInfo function) => function.GetCustomAttribute<FunctionAttribute>()!.Name;

    private static HttpRequestMessage Get(string route) => new(HttpMethod.Get, $"/api/{route}");

    private static HttpRequestMessage Post(string route, HttpContent body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/{route}") { Content = body };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// What somebody has: an asset, a DIT on it, a file of that, an order for it, a cart that waits for approval, a message and an invoice.
    /// </summary>
    private sealed record Ids(string Asset, string Dit, string File, string Order, string Approval, string Contact, string Invoice)
    {
        /// <summary>A user of the customer.</summary>
        public string User { get; init; } = "nobody";

        public string Customer { get; init; } = "c9";
    }
}
