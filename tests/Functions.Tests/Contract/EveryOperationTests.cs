using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dfm.Core.Catalogue;
using Dfm.Core.Webhooks;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Security;
using Dfm.Functions.Tests.Accounts;
using Dfm.Functions.Tests.Contact;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Inbound;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Invoices;
using Dfm.Functions.Tests.Meters;
using Dfm.Functions.Tests.Orders;
using Dfm.Functions.Webhooks.Storage;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Infrastructure.TwoCustomers;

namespace Dfm.Functions.Tests.Contract;

/// <summary>Calls every operation of the contract with success; <see cref="ContractHandler"/> holds each answer against its schema.</summary>
public sealed partial class EveryOperationTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Callback = "https://prod.logic.azure.com/flux";
    private TwoCustomers portal = null!;
    private ContractCalls calls = null!;

    private HttpClient Staff => portal.Staff;

    private HttpClient Supervisor => portal.Supervisor;

    private HttpClient User => portal.User;

    public async ValueTask InitializeAsync()
    {
        var started = await StartInProcess(azurite.NewAccount(), settings: InboundPortal.Settings);
        await DitPortal.Arrange(started.Services);
        await OrderPortal.Arrange(started.Services.GetRequiredService<IConsumableStore>());
        await MeterPortal.Arrange(started.Services, started.Clock.GetUtcNow());
        await ContactPortal.Arrange(started.Services);
        await started.AddAccount("claire", "c1");
        await started.AddAccount("paul", "c1", "s1");
        portal = new TwoCustomers(started, await started.StaffClient("DFM", [.. started.Services.GetRequiredService<AudienceRules>().Scopes]));
        calls = new ContractCalls((await ContractFile.Read()).Document!);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task EveryOperation_AnswersAsTheContractSays()
    {
        await Health();
        await Sessions();
        await Users();
        await Parc();
        await Dits();
        await Orders();
        await Approvals();
        await Meters();
        await Invoices();
        await Contact();
        await Backoffice();
        await Webhooks();
        await Satisfaction();
        await Inbound();
        await Privacy();

        var all = (await ContractFile.Read()).Document!.Paths.SelectMany(path => path.Value.Operations!.Values).Select(operation => operation.OperationId!);
        Assert.Equal(all.Order(StringComparer.Ordinal), calls.Called.Order(StringComparer.Ordinal));
    }

    private async Task Health()
    {
        await calls.Json("health", portal.Portal.Client);
        await calls.Json("healthLive", portal.Portal.Client);
    }

    private async Task Sessions()
    {
        var anyone = portal.Portal.Client;
        using var login = await calls.Call("login", anyone, body: Body(new { identifier = "claire", password = InProcessPortal.Password }));
        using var refreshed = await calls.Call("refresh", anyone, cookie: login.RefreshCookie());
        using var claire = new HttpClient(new ContractHandler(new SocketsHttpHandler())) { BaseAddress = anyone.BaseAddress };
        claire.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await refreshed.Read<SignedIn>()).AccessToken);
        (await portal.Portal.Login("claire")).Dispose();
        var other = (await calls.Json("listSessions", claire)).GetProperty("items").EnumerateArray().First(one => !one.GetProperty("isCurrent").GetBoolean());
        await calls.Call("endSession", claire, [Text(other, "id")]);
        await calls.Call("endOtherSessions", claire);
        await calls.Call("changePassword", claire, body: Body(new { currentPassword = InProcessPortal.Password, newPassword = "Quatre chevaux bleus !" }));
        await calls.Json("me", claire);
        await calls.Call("logout", anyone, cookie: refreshed.RefreshCookie());
        await calls.Call("forgotPassword", anyone, body: Body(new { identifier = "claire" }));
        await portal.MailsAbout("password-reset-", 1);
        var link = (await portal.Mails()).First(mail => mail.MailId.StartsWith("password-reset-", StringComparison.Ordinal));
        var token = Token().Match(link.Text).Groups[1].Value;
        await calls.Call("resetPassword", anyone, body: Body(new { token, password = "Cinq chevaux rouges !" }));
    }

    private async Task Users()
    {
        var invited = await calls.Json(
            "inviteUser", Supervisor, body: Body(new { name = "Léa Roy", email = "lea@example.com", profile = "User", sites = Texts("s1") }));
        string[] lea = [Text(invited, "id")];
        await calls.Json("listUsers", Supervisor);
        await calls.Json("getUser", Supervisor, lea);
        await calls.Json("changeUser", Supervisor, lea, Body(new { phone = "02 61 91 10 02" }));
        await calls.Json("resendInvitation", Supervisor, lea);
        await calls.Json("deactivateUser", Supervisor, lea);
        await calls.Json("reactivateUser", Supervisor, lea);
        await Waiting.Until(async () => (await calls.Json("listUsage", Supervisor)).GetProperty("items").GetArrayLength() > 0);
    }

    private async Task Parc()
    {
        await calls.Json("listAssets", User);
        await calls.Json("getAsset", User, ["p1"]);
        await calls.Json("listConsumables", User, ["p1"]);
    }

    private async Task Dits()
    {
        await calls.Json("listDitNatures", User);
        var raised = await calls.Json("raiseDit", User, ["p1"], DitPortal.Form(files: ("écran.png", Samples.Png)));
        string[] dit = [Text(raised, "number")];
        string[] file = [.. dit, Text(raised.GetProperty("attachments")[0], "id")];
        await calls.Json("listDits", User);
        await calls.Json("listAssetDits", User, ["p1"]);
        await calls.Json("getDit", User, dit);
        await calls.Json(
            "addDitAttachments", User, dit, new MultipartFormDataContent { { new ByteArrayContent(Samples.Png), "files", "photo.png" } });
        await calls.Call("getDitAttachment", User, file);
        await calls.Json("addDitMessage", User, dit, Body(new { text = "Le code est 4512." }));
        await Waiting.Until(async () => (await calls.Json("listBackofficeDits", Staff)).GetProperty("items").GetArrayLength() > 0);
        await calls.Json("getBackofficeDit", Staff, dit);
        await calls.Call("getBackofficeDitAttachment", Staff, file);
        await calls.Json("addBackofficeDitMessage", Staff, dit, Body(new { text = "Nous passons demain." }));
        await calls.Json(
            "transitionDit", Staff, dit, Body(new { action = "Plan", plannedFor = portal.Portal.Clock.GetUtcNow().AddDays(1), technician = "Hugo Marchand" }));
        var other = await calls.Json(
            "raiseBackofficeDit", Staff, ["c1", "p3"], Body(new { user = "paul", nature = "PANNE", description = "Bruit.", urgency = "Standard" }));
        await calls.Json("cancelDit", User, [Text(other, "number")], Body(new { comment = "Réparé." }));
        await calls.Json("listBackofficeNatures", Staff);
        await calls.Json("listDitStates", Staff);
    }

    private async Task Orders()
    {
        await calls.Json("setCartItem", User, ["p1"], Body(new { lines = new[] { OrderPortal.Line("T-K", 1) } }));
        await calls.Call("removeCartItem", User, ["p1"]);
        await calls.Json("setCartItem", User, ["p1"], Body(new { lines = new[] { OrderPortal.Line("T-K", 2) }, comment = "Porte 3" }));
        var cart = await calls.Json("getCart", User);
        var order = Text((await calls.Json("checkout", User, body: Body(new { version = Text(cart, "version") }))).GetProperty("orders")[0], "number");
        await calls.Json("listOrders", User);
        await calls.Json("listAssetOrders", User, ["p1"]);
        await calls.Json("getOrder", User, [order]);
        await Waiting.Until(async () => (await calls.Json("listBackofficeOrders", Staff)).GetProperty("items").GetArrayLength() > 0);
        await calls.Json("getBackofficeOrder", Staff, [order]);
        await calls.Json("transitionOrder", Staff, [order], Body(new { action = "MakeFullyDeliverable" }));
        await calls.Json("transitionOrder", Staff, [order], Body(new { action = "Deliver", carrier = "Chronopost" }));
        await calls.Call("getDeliveryNote", Staff, [order, "1"]);
        var other = await calls.Json(
            "placeBackofficeOrder", Staff, ["c1", "p1"], Body(new { user = "paul", lines = new[] { OrderPortal.Line("T-C", 1) } }));
        await calls.Json("cancelOrder", User, [Text(other, "number")], Body(new { comment = "En double." }));
        await calls.Json("listOrderStates", Staff);
    }

    private async Task Approvals()
    {
        await calls.Json("setOrderApproval", Supervisor, body: Body(new { required = true }));
        var first = (await OrderPortal.Submitted(User, "p1", OrderPortal.Line("T-K", 1))).Number.Value;
        await calls.Json("listApprovals", Supervisor);
        await calls.Json("getApproval", Supervisor, [first]);
        await calls.Json("approveCart", Supervisor, [first]);
        var second = (await OrderPortal.Submitted(User, "p1", OrderPortal.Line("T-K", 1))).Number.Value;
        await calls.Json("refuseCart", Supervisor, [second], Body(new { reason = "Trop tôt." }));
    }

    private async Task Meters()
    {
        await calls.Json("listMeters", User);
        await calls.Json("enterMeterReadings", User, body: Body(new { readings = new[] { MeterPortal.Black("p1", 4_000) } }));
        await calls.Json("listMeterReadings", User, ["p1"]);
        await calls.Call("getMeterReadingTemplate", User);
        var csv = new ByteArrayContent(Encoding.UTF8.GetBytes("Bien;Date;Noir\np3;01/03/2037;12"));
        await calls.Json("importMeterReadings", User, body: csv);
        await calls.Json(
            "enterBackofficeMeterReadings", Staff, ["c1"], Body(new { source = "Machine", readings = new[] { MeterPortal.Black("p2", 100) } }));
    }

    private async Task Invoices()
    {
        await calls.Json("postInvoice", Staff, body: InvoicePortal.Form(InvoicePdf.Of()));
        await calls.Json("listInvoices", Supervisor);
        await calls.Json("getInvoice", Supervisor, ["FA-1"]);
        await calls.Call("getInvoicePdf", Supervisor, ["FA-1"]);
        await calls.Json("issueInvoiceTicket", Supervisor, ["FA-1"]);
        await calls.Call("archiveInvoices", Supervisor, body: Body(new { numbers = Texts("FA-1") }));
        await calls.Json("issueArchiveTicket", Supervisor, body: Body(new { numbers = Texts("FA-1") }));
    }

    private async Task Contact()
    {
        await calls.Json("listContactServices", User);
        var sent = await calls.Json("sendContactRequest", User, body: ContactPortal.Form(files: ("plan.png", Samples.Png)));
        var number = Text(sent, "number");
        await Waiting.Until(async () => (await calls.Json("listBackofficeContactRequests", Staff)).GetProperty("items").GetArrayLength() > 0);
        await calls.Json("getBackofficeContactRequest", Staff, [number]);
        await calls.Call("getBackofficeContactAttachment", Staff, [number, Text(sent.GetProperty("attachments")[0], "id")]);
    }

    private async Task Backoffice()
    {
        var key = await calls.Json("createApiKey", Staff, body: Body(new { name = "Power Automate", scopes = Texts("dits.read", "webhooks.write") }));
        await calls.Json("listApiKeys", Staff);
        await calls.Call("revokeApiKey", Staff, [Text(key, "id")]);
        await calls.Json("listBackofficeCustomers", Staff);
        await calls.Json("getBackofficeCustomer", Staff, ["c1"]);
        await calls.Json("listBackofficeUsers", Staff, ["c1"]);
        await calls.Json("listBackofficeAssets", Staff, ["c1"]);
    }

    private async Task Webhooks()
    {
        await calls.Json("subscribeTrigger", Staff, ["ReadingEntered"], Body(new { url = Callback }));
        var webhook = Text(await calls.Json("createWebhook", Staff, body: Body(new { url = Callback, events = Texts("DitStateChanged") })), "id");
        await calls.Json("listWebhooks", Staff);
        var (at, attempt) = (portal.Portal.Clock.GetUtcNow(), new WebhookAttempt(WebhookDeliveryState.GivenUp, 503, "refused"));
        await portal.Portal.Services.GetRequiredService<TableDeliveryStore>().Save(
            webhook,
            new("2507", "dit-100001-2", WebhookEventType.DitStateChanged, at, 30, at, attempt, "{}"),
            TestContext.Current.CancellationToken);
        await calls.Json("listWebhookDeliveries", Staff, [webhook]);
        await calls.Json("redeliverWebhook", Staff, [webhook, "2507"]);
        await calls.Call("deleteWebhook", Staff, [webhook]);
    }

    private async Task Satisfaction()
    {
        await calls.Json("listSatisfaction", Staff);
        var number = Text(
            await calls.Json("raiseBackofficeDit", Staff, ["c1", "p1"], Body(new { user = "paul", nature = "PANNE", description = "Bruit.", urgency = "Standard" })),
            "number");
        await Waiting.Until(async () =>
            (await calls.Json("listBackofficeDits", Staff)).GetProperty("items").EnumerateArray().Any(one => Text(one, "number") == number));
        object plan = new { action = "Plan", plannedFor = portal.Portal.Clock.GetUtcNow().AddDays(1), technician = "Hugo Marchand" };
        foreach (var transition in new[] { plan, new { action = "Start" }, new { action = "Finish", comment = "Nettoyé." }, new { action = "Close" } })
            await calls.Json("transitionDit", Staff, [number], Body(transition));
        string? token = null;
        await Waiting.Until(async () =>
        {
            var mail = (await portal.Mails()).FirstOrDefault(one => one.MailId.EndsWith("-Closed", StringComparison.Ordinal));
            token = mail is null ? null : Survey().Match(mail.Text).Groups[1].Value;
            return token is not null;
        });
        await calls.Call("answerSurvey", portal.Portal.Client, body: Body(new { token, score = "Satisfied" }));
    }

    private async Task Inbound()
    {
        var (anyone, now) = (portal.Portal.Client, portal.Portal.Clock.GetUtcNow());
        await calls.Send("receiveMailEvents", anyone, InboundPortal.SignedRequest("events", "[]"u8.ToArray(), "application/json", now));
        await calls.Json("listMailFailures", Staff);
        foreach (var text in Texts("Bonjour,", "Merci."))
        {
            var (body, contentType) = await new SentMail { From = "l.roy@exemple.fr", Text = text }.ToForm(raw: false);
            await calls.Send("receiveMail", anyone, InboundPortal.SignedRequest("email", body, contentType, now));
        }

        var held = default(JsonElement);
        await Waiting.Until(async () => (held = (await calls.Json("listInboundMails", Staff)).GetProperty("items")).GetArrayLength() == 2);
        await calls.Json("getInboundMail", Staff, [Text(held[0], "id")]);
        await calls.Call("getInboundMailOriginal", Staff, [Text(held[0], "id")]);
        await calls.Json("assignInboundMail", Staff, [Text(held[0], "id")], Body(new { customer = "c1", asset = "p1" }));
        await calls.Json("discardInboundMail", Staff, [Text(held[1], "id")]);
    }

    /// <summary>Last: nobody is somebody else afterwards.</summary>
    private async Task Privacy()
    {
        await calls.Call("exportOwnData", User);
        await calls.Json("requestErasure", User);
        await calls.Call("exportUserData", Staff, ["c1", "paul"]);
        var erasure = Text(await calls.Json("eraseUser", Staff, ["c1", "paul"]), "id");
        await calls.Json("listErasures", Staff, ["c1"]);
        await calls.Json("repeatErasure", Staff, ["c1", erasure]);
        await calls.Call("exportMailSenderData", Staff, ["c1"], Body(new { email = "l.roy@exemple.fr" }));
        await calls.Json("eraseMailSender", Staff, ["c1"], Body(new { email = "l.roy@exemple.fr" }));
    }

    private static string[] Texts(params string[] texts) => texts;

    private static JsonContent Body(object body) => JsonContent.Create(body);

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    [GeneratedRegex(@"/satisfaction#([^~\s]+)~")]
    private static partial Regex Survey();

    [GeneratedRegex("/reset-password#(\\S+)")]
    private static partial Regex Token();
}
