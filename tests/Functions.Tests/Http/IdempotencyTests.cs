using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Dfm.Core.Accounts;
using Dfm.Core.Catalogue;
using Dfm.Core.Dits;
using Dfm.Core.Inbound;
using Dfm.Core.Orders;
using Dfm.Core.Webhooks;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Inbound.Responses;
using Dfm.Functions.Orders.Responses;
using Dfm.Functions.Outbox;
using Dfm.Functions.Privacy.Backoffice;
using Dfm.Functions.Privacy.Responses;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Contact;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Inbound;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Invoices;
using Dfm.Functions.Tests.Meters;
using Dfm.Functions.Tests.Orders;
using Dfm.Functions.Users.Responses;
using Dfm.Functions.Webhooks.Backoffice;
using Dfm.Functions.Webhooks.Storage;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Infrastructure.TwoCustomers;
using static Dfm.Functions.Tests.Orders.OrderPortal;

namespace Dfm.Functions.Tests.Http;

/// <summary>
/// Every <c>POST</c>, except those of sign-in and of inbound mail: sent again with its Idempotency-Key, it gets the first response to the last
/// byte, and nothing is stored again.
/// </summary>
public sealed class IdempotencyTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Key = "double-clic";

    // Each one that is made has an id of its own.
    private static readonly byte[] Pdf = InvoicePdf.Of();

    /// <summary>How each function is asked for something; what the rules allow twice, where they do.</summary>
    private static readonly Dictionary<string, Func<IdempotencyTests, Task<Case>>> Cases = new()
    {
        ["RaiseDit"] = test => Task.FromResult(new Case(
            test.portal.User, "assets/p1/dits", () => FormOf("Bourrage."), () => FormOf("Autre chose."))),
        ["SendContactRequest"] = test => Task.FromResult(new Case(
            test.portal.User, "contact-requests", () => ContactPortal.Form(), () => ContactPortal.Form(message: "Autre chose."))),
        ["AddDitAttachments"] = async test => new(
            test.portal.User, $"dits/{await test.Raised()}/attachments", () => FileNamed("photo.png"), () => FileNamed("autre.png")),
        ["AddDitMessage"] = async test => Json(
            test.portal.User, $"dits/{await test.Raised()}/messages", new { text = "Code 12." }, new { text = "Code 13." }),
        ["CancelDit"] = async test => Json(
            test.portal.User, $"dits/{await test.Raised()}/cancel", new { comment = "Réparé." }, new { comment = "Erreur." }),
        ["AddBackofficeDitMessage"] = async test => Json(
            test.portal.Staff, $"backoffice/dits/{await test.Raised()}/messages", new { text = "Noté." }, new { text = "Vu." }),
        ["TransitionDit"] = async test => Json(
            test.portal.Staff,
            $"backoffice/dits/{await test.Raised()}/transitions",
            new { action = "Plan", plannedFor = "2037-03-08T08:00:00Z", technician = "Hugo Marchand" },
            new { action = "Plan", plannedFor = "2037-03-09T08:00:00Z", technician = "Hugo Marchand" }),
        ["CancelOrder"] = async test => Json(
            test.portal.Supervisor, $"orders/{await test.Placed()}/cancel", new { comment = "En double." }, new { comment = "Erreur." }),
        ["TransitionOrder"] = async test => Json(
            test.portal.Staff, $"backoffice/orders/{await test.Placed("MakePartlyDeliverable")}/transitions", Parcel("DPD"), Parcel("GLS")),
        ["Checkout"] = async test => Json(
            test.portal.Supervisor,
            "cart/checkout",
            new { version = (await Filled(test.portal.Supervisor, "p1", [Line("T-K", 1)])).Version },
            new { version = "" }),
        ["ApproveCart"] = async test => new(
            test.portal.Supervisor, $"approvals/{await test.Pending()}/approve", () => null, OtherBody: null),
        ["RefuseCart"] = async test => Json(
            test.portal.Supervisor, $"approvals/{await test.Pending()}/refuse", new { reason = "Non." }, new { reason = "Plus tard." }),
        ["EnterMeterReadings"] = test => Task.FromResult(Json(
            test.portal.User,
            "meter-readings",
            new { readings = new[] { MeterPortal.Black("p1", 4_000) } },
            new { readings = new[] { MeterPortal.Black("p1", 4_001) } })),
        ["ImportMeterReadings"] = test => Task.FromResult(new Case(
            test.portal.User, "meter-readings/import", () => Csv("p3;01/03/2037;12"), () => Csv("p3;01/03/2037;13"))),
        ["PostInvoice"] = test => Task.FromResult(new Case(
            test.portal.Staff,
            "backoffice/invoices",
            () => InvoicePortal.Form(Pdf, ("number", "FA-1")),
            () => InvoicePortal.Form(Pdf, ("number", "FA-2")))),
        ["InviteUser"] = test => Task.FromResult(Json(
            test.portal.Supervisor, "users", UserForm("Léa Roy", "lea@example.com"), UserForm("Léa Petit", "lea@example.com"))),
        ["ResendInvitation"] = async test => new(
            test.portal.Supervisor, $"users/{await test.Invited("iris@example.com")}/invitation", () => null, OtherBody: null),
        ["DeactivateUser"] = async test => new(
            test.portal.Supervisor, $"users/{await test.Invited("ines@example.com")}/deactivate", () => null, OtherBody: null),
        ["ReactivateUser"] = async test => new(
            test.portal.Supervisor, $"users/{await test.Invited("ivan@example.com")}/reactivate", () => null, OtherBody: null),
        ["RequestErasure"] = test => Task.FromResult(new Case(test.portal.User, "me/erasure-request", () => null, OtherBody: null)),
        ["EraseUser"] = async test => new(
            test.portal.Staff, $"backoffice/customers/c1/users/{await test.Invited("iban@example.com")}/erase", () => null, OtherBody: null),
        ["RepeatErasure"] = async test => new(
            test.portal.Staff, $"backoffice/customers/c1/erasures/{await test.Erased("igor@example.com")}/repeat", () => null, OtherBody: null),
        ["EraseMailSender"] = test => Task.FromResult(Json(
            test.portal.Staff, "backoffice/customers/c1/mail-senders/erase", new { email = "ines@autre.example" }, new { email = "jules@autre.example" })),
        ["AssignInboundMail"] = async test => Json(
            test.portal.Staff, $"backoffice/inbound/{await test.Held()}/assign", new { dit = await test.Ended() }, new { customer = "c1", asset = "p1" }),
        ["DiscardInboundMail"] = async test => new(
            test.portal.Staff, $"backoffice/inbound/{await test.Held()}/discard", () => null, OtherBody: null),
        ["CreateApiKey"] = test => Task.FromResult(Json(
            test.portal.Staff,
            "backoffice/api-keys",
            new { name = "ERP", scopes = Texts("dits.read") },
            new { name = "ERP", scopes = Texts("dits.read", "dits.write") })),
        ["RaiseBackofficeDit"] = async test => Json(
            test.portal.Staff, "backoffice/customers/c1/assets/p3/dits", DitOf("Bourrage.", await test.Paul()), DitOf("Bruit.", await test.Paul())),
        ["PlaceBackofficeOrder"] = async test => Json(
            test.portal.Staff,
            "backoffice/customers/c1/assets/p3/orders",
            new { user = await test.Paul(), lines = new[] { Line("T-K", 1) } },
            new { user = await test.Paul(), lines = new[] { Line("T-K", 2) } }),
        ["EnterBackofficeMeterReadings"] = test => Task.FromResult(Json(
            test.portal.Staff,
            "backoffice/customers/c1/meter-readings",
            new { source = "Machine", readings = new[] { MeterPortal.Black("p2", 100) } },
            new { source = "Machine", readings = new[] { MeterPortal.Black("p2", 101) } })),
        ["CreateWebhook"] = test => Task.FromResult(Json(
            test.portal.Staff,
            "backoffice/webhooks",
            new { url = Callback, events = Texts("InvoicePosted") },
            new { url = Callback, events = Texts("DitStateChanged") })),
        ["SubscribeTrigger"] = test => Task.FromResult(Json(
            test.portal.Staff, "backoffice/triggers/InvoicePosted", new { url = Callback }, new { url = $"{Callback}/2" })),
        ["RedeliverWebhook"] = async test => new(test.portal.Staff, await test.Redelivery(), () => null, OtherBody: null),
    };

    private const string Callback = "https://prod.logic.azure.com/flux";

    /// <summary>Functions that store nothing: asked again, they answer alike by themselves.</summary>
    public static readonly IReadOnlyList<string> Reads = ["ArchiveInvoices", "ExportMailSenderData", "IssueArchiveTicket", "IssueInvoiceTicket"];

    private readonly StorageAccount account = azurite.NewAccount();
    private TwoCustomers portal = null!;

    public async ValueTask InitializeAsync()
    {
        var started = await StartInProcess(account, settings: InboundPortal.Settings);
        await DitPortal.Arrange(started.Services);
        await ContactPortal.Arrange(started.Services);
        await OrderPortal.Arrange(started.Services.GetRequiredService<IConsumableStore>());
        await MeterPortal.Arrange(started.Services, started.Clock.GetUtcNow());
        portal = new TwoCustomers(started, await Desk(started));
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public void EveryPost_ExceptSignInAndInboundMail_IsWalked()
    {
        var posts =
            from function in AudienceRules.FunctionsOf(typeof(PortalHost).Assembly)
            from parameter in function.GetParameters()
            let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
            where trigger?.Methods?.Contains("post") is true && trigger.Route!.Split('/')[0] is not ("auth" or "inbound")
            select function.GetCustomAttribute<FunctionAttribute>()!.Name;

        Assert.Equal(posts.Order(StringComparer.Ordinal), Cases.Keys.Concat(Reads).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task TheSameRequestAgain_GetsTheFirstResponse_AnotherBodyIsRefused_AndNothingIsStoredTwice()
    {
        foreach (var (name, arrange) in Cases)
        {
            var one = await arrange(this);
            var first = await Send(one, one.Body());
            Assert.True(first.Status is >= 200 and < 300, $"{name}: {first}");
            var stored = await Stored();

            Assert.True(first == await Send(one, one.Body()), $"{name} does not answer alike.");
            if (one.OtherBody is { } other)
            {
                using var refused = await Ask(one.Client, one.Route, other(), Key);
                await refused.IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
            }

            using var tooLong = await Ask(one.Client, one.Route, one.Body(), new string('k', 201));
            await tooLong.IsProblem(HttpStatusCode.BadRequest, "bad-idempotency-key");
            Assert.True(first == await Send(one, one.Body()), $"{name} does not answer alike the third time.");
            Assert.Equal(stored, await Stored());
        }
    }

    [Fact]
    public async Task AParcel_ThatIsSentThreeTimesAtOnce_IsOne()
    {
        var number = await Placed("MakePartlyDeliverable");

        var responses = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Send(Deliver(portal.Staff, number), JsonContent.Create(Parcel("DPD")))));

        Assert.Single(responses.Distinct());
        Assert.Single((await portal.Supervisor.Get<OrderResponse>($"/api/orders/{number}")).Deliveries);
    }

    [Fact]
    public async Task AParcel_ThatIsSentThreeTimes_WithoutAKey_IsOne_ByItsDeliveryNote()
    {
        var number = await Placed("MakePartlyDeliverable");
        var codes = new List<string>();
        for (var time = 0; time < 3; time++)
        {
            using var answer = await Ask(
                portal.Staff, Deliver(portal.Staff, number).Route, JsonContent.Create(Parcel("DPD", "BL-26-1180")), key: null);
            codes.Add(answer.IsSuccessStatusCode
                ? "sent"
                : (await answer.IsProblem(HttpStatusCode.Conflict, "delivery-note-already-used")).State!);
        }

        Assert.Equal(["sent", "PartlyDelivered", "PartlyDelivered"], codes);
        Assert.Single((await portal.Supervisor.Get<OrderResponse>($"/api/orders/{number}")).Deliveries);
    }

    [Fact]
    public async Task AKey_IsItsCallersAlone_AlsoAmongApiKeysOfOneName_AndItsPathsAlone()
    {
        var (first, second) = (await Raised(), await Raised());
        using var otherDesk = await Desk(portal.Portal);
        foreach (var (client, number) in ((HttpClient, DitNumber)[])[(portal.Staff, first), (otherDesk, first), (portal.Staff, second)])
        {
            using var answer = await Ask(client, $"backoffice/dits/{number}/messages", JsonContent.Create(new { text = "Noté." }), Key);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }

        Assert.Equal(2, await Messages(first));
        Assert.Equal(1, await Messages(second));

        async Task<int> Messages(DitNumber number) =>
            (await portal.User.Get<DitResponse>($"/api/dits/{number}")).Journal.Count(entry => entry.Kind is DitEntryKind.Message);
    }

    [Fact]
    public async Task TheSameRequestAgain_OnAVersionThatItHasChangedItself_GetsTheFirstResponse()
    {
        var number = await Placed("MakePartlyDeliverable");
        using var seen = await portal.Supervisor.GetAsync(new Uri($"/api/orders/{number}", UriKind.Relative), Stop);
        var (ifMatch, deliver) = ($"{seen.Headers.ETag}", Deliver(portal.Staff, number));

        var first = await Send(deliver, JsonContent.Create(Parcel("DPD")), ifMatch);

        Assert.Equal(200, first.Status);
        Assert.Equal(first, await Send(deliver, JsonContent.Create(Parcel("DPD")), ifMatch));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<HttpClient> Desk(InProcessPortal portal) =>
        portal.StaffClient(
            "DFM", "dits.read", "dits.write", "orders.read", "orders.write", InvoicePortal.Scope, "readings.write", "webhooks.write", "inbound.read", "inbound.write",
            ApiKeyScopes.Manage, PrivacyScopes.Erase);

    private static Case Json(HttpClient client, string route, object body, object other) =>
        new(client, route, () => JsonContent.Create(body), () => JsonContent.Create(other));

    private static Case Deliver(HttpClient staff, OrderNumber number) =>
        new(staff, $"backoffice/orders/{number}/transitions", () => null, OtherBody: null);

    private static object Parcel(string carrier, string? deliveryNote = null) =>
        new { action = "Deliver", carrier, deliveryNote, lines = new[] { new { line = 1, quantity = 1 } } };

    private static MultipartFormDataContent FormOf(string description) =>
        DitPortal.Form(description, files: ("écran.png", Samples.Png));

    private static ByteArrayContent Csv(string line) => new(Encoding.UTF8.GetBytes($"Bien;Date;Noir\n{line}"));

    private static MultipartFormDataContent FileNamed(string name) =>
        new() { { new ByteArrayContent(Samples.Png), "files", name } };

    private static object UserForm(string name, string email) => new { name, email, profile = "User", sites = Texts("s1") };

    private static object DitOf(string description, string user) => new { user, nature = "PANNE", description, urgency = "Standard" };

    /// <summary>A user, who is known once he has asked for something.</summary>
    private async Task<string> Paul()
    {
        await portal.User.Get("/api/me");
        return "paul";
    }

    private async Task<string> Redelivery()
    {
        using var answer = await Ask(
            portal.Staff, "backoffice/webhooks", JsonContent.Create(new { url = Callback, events = Texts("InvoicePosted") }), key: null);
        var webhook = (await answer.Read<CreatedWebhookResponse>(HttpStatusCode.Created)).Id;
        var (at, attempt) = (portal.Portal.Clock.GetUtcNow(), new WebhookAttempt(WebhookDeliveryState.GivenUp, 500, "refused"));
        await portal.Portal.Services.GetRequiredService<TableDeliveryStore>().Save(
            webhook, new("1", "invoice-1", WebhookEventType.InvoicePosted, at, 1, at, attempt, "{}"), Stop);
        return $"backoffice/webhooks/{webhook}/deliveries/1/redeliver";
    }

    private async Task<UserId> Invited(string email)
    {
        using var answer = await Ask(portal.Supervisor, "users", JsonContent.Create(UserForm("Léa Roy", email)), key: null);
        return (await answer.Read<UserResponse>(HttpStatusCode.Created)).Id;
    }

    /// <summary>The erasure of somebody who was invited.</summary>
    private async Task<string> Erased(string email)
    {
        using var answer = await Ask(portal.Staff, $"backoffice/customers/c1/users/{await Invited(email)}/erase", null, key: null);
        return (await answer.Read<ErasureResponse>(HttpStatusCode.Accepted)).Id;
    }

    /// <summary>A mail that waits for the staff.</summary>
    private async Task<string> Held()
    {
        var id = await InboundPortal.Receive(portal.Portal, new SentMail { From = $"{Guid.NewGuid():N}@autre.example", Text = "Bonjour" });
        await Waiting.Until(async () => (await portal.Staff.Get<InboundMailResponse>($"/api/backoffice/inbound/{id}")).State is InboundState.Held);
        return id;
    }

    /// <summary>A DIT that takes no message any more: nothing of a customer's follows.</summary>
    private async Task<string> Ended()
    {
        var number = await Raised();
        using var cancelled = await DitPortal.Cancel(portal.User, number);
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        await portal.MailsAbout($"dit-{number}-", 2);
        return number.Value;
    }

    private async Task<DitNumber> Raised()
    {
        var number = (await DitPortal.JustRaised(portal.User)).Number;
        await Waiting.Until(() => IsKnown($"dits/{number}"));
        return number;
    }

    /// <summary>An order of two sorts of articles, three toners first; in « Saisie externe » unless the staff does something.</summary>
    private async Task<OrderNumber> Placed(string? action = null)
    {
        var number = (await Ordered(portal.Supervisor)).Number;
        await Waiting.Until(() => IsKnown($"orders/{number}"));
        if (action is null) return number;
        using var moved = await Ask(portal.Staff, $"backoffice/orders/{number}/transitions", JsonContent.Create(new { action }), key: null);
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        return number;
    }

    private async Task<string> Pending()
    {
        await RequireApproval(portal.Supervisor);
        return (await Submitted(portal.User, "p1", Line("T-K", 1))).Number.Value;
    }

    /// <summary>Whether the staff sees it yet.</summary>
    private async Task<bool> IsKnown(string route)
    {
        using var answer = await portal.Staff.GetAsync(new Uri($"/api/backoffice/{route}", UriKind.Relative), Stop);
        return answer.IsSuccessStatusCode;
    }

    private static async Task<Answer> Send(Case one, HttpContent? body, string? ifMatch = null)
    {
        using var answer = await Ask(one.Client, one.Route, body, Key, ifMatch);
        return new(
            (int)answer.StatusCode,
            answer.Headers.ETag?.Tag,
            answer.Headers.Location?.OriginalString,
            await answer.Content.ReadAsStringAsync(Stop));
    }

    private static async Task<HttpResponseMessage> Ask(
        HttpClient client, string route, HttpContent? body, string? key, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/{route}") { Content = body };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (ifMatch is not null) request.Headers.Add("If-Match", ifMatch);
        return await client.SendAsync(request, Stop);
    }

    private static string[] Texts(params string[] texts) => texts;

    /// <summary>What the commands store: rows with their versions, without effects that are under way, and files.</summary>
    private async Task<IReadOnlyList<string>> Stored()
    {
        var found = new List<string>();
        foreach (var table in TableNames.WithOutbox)
        {
            await foreach (var row in new TableClient(account.ConnectionString, table).QueryAsync<TableEntity>(cancellationToken: Stop))
                if (IsOfACommand(row)) found.Add($"{row.RowKey} {row.ETag}");
        }

        foreach (var container in TableNames.Containers)
        {
            var files = new BlobContainerClient(account.ConnectionString, container);
            await foreach (var file in files.GetBlobsAsync(cancellationToken: Stop)) found.Add(file.Name);
        }

        return found;
    }

    /// <summary>Whether the row stays as a transaction has written it: the outbox deletes its own, and fills the staff's list later.</summary>
    private static bool IsOfACommand(TableEntity row) =>
        !row.RowKey.StartsWith(OutboxRows.Prefix, StringComparison.Ordinal) && !row.PartitionKey.StartsWith('~');

    /// <summary>A request that succeeds, and one for the same with another body, if there is one.</summary>
    private sealed record Case(HttpClient Client, string Route, Func<HttpContent?> Body, Func<HttpContent?>? OtherBody);

    /// <summary>All of a response that a client may go by.</summary>
    private sealed record Answer(int Status, string? ETag, string? Location, string Body);
}
