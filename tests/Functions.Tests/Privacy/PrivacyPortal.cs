using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Dfm.Core.Accounts;
using Dfm.Core.Approvals;
using Dfm.Core.Catalogue;
using Dfm.Core.Dits;
using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Core.Webhooks;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Mail;
using Dfm.Functions.Meters.Storage;
using Dfm.Functions.Outbox;
using Dfm.Functions.Tests.Accounts;
using Dfm.Functions.Tests.Contact;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Inbound;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Invoices;
using Dfm.Functions.Tests.Meters;
using Dfm.Functions.Tests.Orders;
using Dfm.Functions.Webhooks.Storage;
using Dfm.LocalHost.ServiceBus;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Orders.OrderPortal;

namespace Dfm.Functions.Tests.Privacy;

/// <summary>The two customers' portal with all its chapters, and Nadia Keller, a person of the first customer who uses all of them.</summary>
public sealed class PrivacyPortal : TwoCustomers
{
    public const string Id = "u-4711";
    public const string Name = "Nadia Keller";

    /// <summary>Everything that tells who she is.</summary>
    public static readonly string[] Traits = [Name, "nadia.keller@example.com", "n.keller", Id, "02 61 91 10 77"];

    private PrivacyPortal(StorageAccount storage, InProcessPortal portal, HttpClient staff, HttpClient nadia) : base(portal, staff) =>
        (Storage, Nadia) = (storage, nadia);

    public StorageAccount Storage { get; }

    /// <summary>She herself, an Utilisateur of site s1.</summary>
    public HttpClient Nadia { get; }

    public DitNumber OpenDit { get; private set; }

    public DitNumber ClosedDit { get; private set; }

    /// <summary>A colleague's, on which she has written.</summary>
    public DitNumber ColleaguesDit { get; private set; }

    public OrderNumber OpenOrder { get; private set; }

    public OrderNumber ShippedOrder { get; private set; }

    public ApprovalNumber Approval { get; private set; }

    public static async Task<PrivacyPortal> StartAsync(StorageAccount storage, IReadOnlyDictionary<string, string>? settings = null)
    {
        var all = new Dictionary<string, string>(InboundPortal.Settings) { ["Privacy__SettleFor"] = "00:00:00" };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) all[name] = value;
        var portal = await StartInProcess(storage, settings: all);
        await DitPortal.Arrange(portal.Services);
        await ContactPortal.Arrange(portal.Services);
        await OrderPortal.Arrange(portal.Services.GetRequiredService<IConsumableStore>());
        await MeterPortal.Arrange(portal.Services, portal.Clock.GetUtcNow());
        await portal.AddAccount("claire", "c1");
        await portal.Services.GetRequiredService<IAccountStore>().Save(
            new Account(
                UserId.Parse(Id),
                CustomerId.Parse("c1"),
                LoginIdentifier.Parse("n.keller"),
                Name,
                "nadia.keller@example.com",
                "02 61 91 10 77",
                Profile.User,
                [SiteId.Parse("s1")]),
            InProcessPortal.PasswordHash,
            CancellationToken.None);
        var staff = await portal.StaffClient(
            "DFM", "dits.read", "dits.write", "orders.read", "orders.write", "contact.read", InvoicePortal.Scope, "customers.read", "privacy.read", "privacy.erase", "satisfaction.read", "inbound.read", "inbound.write");
        using var login = await portal.Login("n.keller");
        var nadia = new HttpClient { BaseAddress = portal.Client.BaseAddress };
        nadia.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await login.Read<SignedIn>()).AccessToken);
        return new PrivacyPortal(storage, portal, staff, nadia);
    }

    /// <summary>She does everything that can be done on the portal, and things are done about her.</summary>
    public async Task SheDoesEverything()
    {
        OpenDit = await Raised(Nadia, DitPortal.Form($"Appelez {Name}.", files: ($"CV {Name}.png", Samples.Png)));
        ClosedDit = await Raised(Nadia);
        await Move(ClosedDit, "Plan");
        await Move(ClosedDit, "Start");
        await Move(ClosedDit, "Finish", $"Vu avec {Name}.");
        await Move(ClosedDit, "Close");
        await Answer(ClosedDit);
        var cancelled = await Raised(Nadia);
        await Post(Nadia, $"dits/{cancelled}/cancel", new { comment = "Réparé." }, HttpStatusCode.OK);
        ColleaguesDit = await Raised(Supervisor);
        await Post(Nadia, $"dits/{ColleaguesDit}/messages", new { text = "Le bruit revient." }, HttpStatusCode.Created);

        OpenOrder = (await Ordered(Nadia)).Number;
        ShippedOrder = (await Ordered(Nadia, "p3")).Number;
        await IsKnown($"orders/{ShippedOrder}");
        await Post(Staff, $"backoffice/orders/{ShippedOrder}/transitions", new { action = "MakeFullyDeliverable" }, HttpStatusCode.OK);
        await Post(Staff, $"backoffice/orders/{ShippedOrder}/transitions", new { action = "Deliver", carrier = "DPD" }, HttpStatusCode.OK);
        await RequireApproval(Supervisor);
        Approval = (await Submitted(Nadia, "p1", Line("T-K", 1))).Number;
        await Filled(Nadia, "p3", [Line("T-C", 1)], $"Pour {Name}");

        await MeterPortal.Enter(Nadia, MeterPortal.Black("p1", 4_000));
        await ContactPortal.Sent(Nadia, ContactPortal.Form(message: $"Bonjour,\nrappelez {Name}.", files: ("écran.png", Samples.Png)));
        await Portal.Services.GetRequiredService<TableMeterSettings>().Save(
            CustomerId.Parse("c1"), [], [(SiteId.Parse("s1"), null, new(Name, "nadia.keller@example.com"))], CancellationToken.None);
        using (var forgotten = await Portal.Post("api/auth/forgot-password", null, JsonContent.Create(new { identifier = "n.keller" })))
            Assert.Equal(HttpStatusCode.Accepted, forgotten.StatusCode);
        await Post(Nadia, "me/erasure-request", new { }, HttpStatusCode.Accepted);
        await Change(new { profile = "Supervisor" });
        using (var posted = await Staff.PostAsync(new Uri("/api/backoffice/invoices", UriKind.Relative), InvoicePortal.Form(InvoicePdf.Of()), Stop))
            Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        await InboundPortal.Receive(Portal, new SentMail { From = "nadia.keller@example.com", Text = $"Bonjour,\nrappelez {Name}." });
        await Portal.Services.GetRequiredService<IMailFailureStore>().Add(
            [new("event-1", Portal.Clock.GetUtcNow(), MailFailureKind.Bounced, $"dit-{OpenDit}-1", "nadia.keller@example.com", "550 unknown user")], Stop);
        await AllIsDone();
        // Lifecycles follow in their own time.
        await IsQueued($"dits?state={DitState.Closed}", ClosedDit.Value);
        await IsQueued($"dits?state={DitState.Cancelled}", cancelled.Value);
        await IsQueued($"orders?state={OrderState.FullyDelivered}", ShippedOrder.Value);
        await AMailIsRefused();
        await AWebhookIsTold();
        await AllIsDone();
    }

    /// <summary>What a subscription was told of her.</summary>
    private async Task AWebhookIsTold()
    {
        var deliveries = Portal.Services.GetRequiredService<TableDeliveryStore>();
        var now = Portal.Clock.GetUtcNow();
        var told = WebhookEvent.Create("told-1", WebhookEventType.DitStateChanged, now, CustomerId.Parse("c1"), new { RaisedBy = Name });
        await deliveries.Save(
            "subscription-1", new("1-told-1", told.Id, told.Type, now, 1, now, WebhookAttempt.Answered(200), told.ToBody()), Stop);
    }

    /// <summary>Waits until nothing is under way any more, but looks of the outbox that find nothing; dead letters stay.</summary>
    public Task AllIsDone() => Waiting.Until(async () =>
        (await Portal.Client.Get<IReadOnlyList<QueueLength>>("/local/queues?format=json"))
            .All(queue => queue.Length == (queue.Name == OutboxQueue.Name ? queue.Scheduled : 0)));

    public async Task Change(object form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/users/{Id}") { Content = JsonContent.Create(form) };
        using var answer = await Supervisor.SendAsync(request, Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    public static async Task Post(HttpClient client, string route, object body, HttpStatusCode expected)
    {
        using var answer = await client.PostAsJsonAsync(new Uri($"/api/{route}", UriKind.Relative), body, Stop);
        Assert.True(answer.StatusCode == expected, $"{route}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Stop)}");
    }

    public Task Move(DitNumber number, string action, string? comment = null) => Post(
        Staff,
        $"backoffice/dits/{number}/transitions",
        action is "Plan" ? new { action, plannedFor = Portal.Clock.GetUtcNow().AddDays(1), technician = "Hugo Marchand", comment } : new { action, comment },
        HttpStatusCode.OK);

    private async Task<DitNumber> Raised(HttpClient client, HttpContent? form = null)
    {
        using var answer = await DitPortal.Raise(client, "p1", form ?? DitPortal.Form(), key: Guid.NewGuid().ToString("N"));
        var number = (await answer.Read<DitResponse>(HttpStatusCode.Created)).Number;
        await IsKnown($"dits/{number}");
        return number;
    }

    private Task IsQueued(string queue, string number) => Waiting.Until(async () =>
        (await Staff.Get<Page<ListedItem>>($"/api/backoffice/{queue}")).Items.Any(item => item.Number == number));

    private Task IsKnown(string route) => Waiting.Until(async () =>
    {
        using var answer = await Staff.GetAsync(new Uri($"/api/backoffice/{route}", UriKind.Relative), Stop);
        return answer.IsSuccessStatusCode;
    });

    /// <summary>She says what she thought of a DIT that is closed.</summary>
    private async Task Answer(DitNumber dit)
    {
        KeptMail? mail = null;
        await Waiting.Until(async () =>
        {
            mail = (await Mails()).FirstOrDefault(one => one.MailId.StartsWith($"dit-{dit}-", StringComparison.Ordinal) && one.MailId.EndsWith("-Closed", StringComparison.Ordinal));
            return mail is not null;
        });
        var token = mail!.Text[(mail.Text.IndexOf("/satisfaction#", StringComparison.Ordinal) + "/satisfaction#".Length)..].Split('~')[0];
        using var answer = await Portal.Client.PutAsJsonAsync(
            new Uri("/api/satisfaction", UriKind.Relative), new { token, score = "Satisfied", comment = $"Merci. {Name}" }, Stop);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    /// <summary>A mail to her lies among the dead letters: not the first that is refused, where a lifecycle sends one to somebody else meanwhile.</summary>
    private async Task AMailIsRefused()
    {
        for (var refused = 1; !await IsAmongDeadLetters(); refused++)
        {
            using var fault = await Portal.Client.PostAsJsonAsync(new Uri("/local/mail-faults", UriKind.Relative), new { status = 400, count = 1 }, Stop);
            Assert.True(fault.IsSuccessStatusCode);
            await MeterPortal.Enter(Nadia, MeterPortal.Black("p1", 4_000 + (100 * refused)));
            await Waiting.Until(async () =>
                (await Portal.Client.Get<IReadOnlyList<QueueLength>>("/local/queues?format=json")).Sum(queue => queue.DeadLetterLength) == refused);
        }
    }

    private async Task<bool> IsAmongDeadLetters()
    {
        var queue = await Portal.Services.GetRequiredService<BusAccount>().QueueAsync(MailQueue.Name);
        return queue.Read().DeadLetters.Any(letter => $"{letter.Received().Body}".Contains("nadia.keller@example.com", StringComparison.Ordinal));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
