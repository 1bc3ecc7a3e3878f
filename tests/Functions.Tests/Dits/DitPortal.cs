using System.Net;
using System.Net.Http.Json;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Dits.Lifecycle;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Dits;

/// <summary>The two customers' portal with its natures: what the tests of DITs start from.</summary>
public sealed class DitPortal : TwoCustomers
{
    private DitPortal(InProcessPortal portal, HttpClient staff) : base(portal, staff)
    {
    }

    public static async Task<DitPortal> StartAsync(
        StorageAccount storage, Action<IServiceCollection>? services = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var portal = await StartInProcess(storage, services, settings);
        await Arrange(portal.Services);
        return new DitPortal(portal, await portal.StaffClient("Service technique", "dits.read", "dits.write"));
    }

    /// <summary>The natures PANNE, of printers, and RESEAU.</summary>
    public static Task Arrange(IServiceProvider services) => ActivatorUtilities.CreateInstance<TableNatureStore>(services).Save(
        [
            new Nature("PANNE", "Panne", [AssetKind.Printing], 1),
            new Nature("RESEAU", "Connexion réseau", [AssetKind.It, AssetKind.Printing], 2),
        ],
        CancellationToken.None);

    /// <summary>Raises a DIT and returns the response.</summary>
    public static async Task<HttpResponseMessage> Raise(HttpClient client, string asset, HttpContent form, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/assets/{asset}/dits") { Content = form };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A DIT in « En attente de validation / A planifier », once the staff sees it in its queue.</summary>
    /// <param name="by">Who raises it, else the user.</param>
    /// <param name="asset">For what.</param>
    /// <param name="urgency">How pressing it is.</param>
    /// <param name="files">Its files.</param>
    public async Task<DitResponse> Raised(
        HttpClient? by = null, string asset = "p1", Urgency urgency = Urgency.Urgent, params (string Name, byte[] Content)[] files)
    {
        using var response = await Raise(by ?? User, asset, Form(urgency: urgency.ToString(), files: files));
        var dit = await response.Read<DitResponse>(HttpStatusCode.Created);
        await Waiting.Until(async () => (await Queue(DitState.AwaitingPlanning)).Contains(dit.Number));
        return dit;
    }

    /// <summary>A DIT of the user's in « Planifiée », for tomorrow.</summary>
    public async Task<DitResponse> Planned() => await Moved((await Raised()).Number, "Plan");

    /// <summary>A DIT of the user's in « En cours ».</summary>
    public async Task<DitResponse> InProgress() => await Moved((await Planned()).Number, "Start");

    /// <summary>A DIT of the user's in « Travail terminé ».</summary>
    public async Task<DitResponse> WorkDone() => await Moved((await InProgress()).Number, "Finish", "Four remplacé.");

    /// <summary>A DIT of the user's in « Annulée », by the user.</summary>
    public async Task<DitResponse> Cancelled()
    {
        var dit = await Raised();
        using var response = await Cancel(User, dit.Number);
        return await response.Read<DitResponse>(HttpStatusCode.OK);
    }

    /// <summary>A DIT that was raised a moment ago: the staff may not see it in its queue yet.</summary>
    public static async Task<DitResponse> JustRaised(HttpClient client)
    {
        using var response = await Raise(client, "p1", Form());
        return await response.Read<DitResponse>(HttpStatusCode.Created);
    }

    /// <summary>A form that is accepted, but for the fields given.</summary>
    public static MultipartFormDataContent Form(
        string? description = "Bourrage au bac 2.",
        string nature = "PANNE",
        string urgency = "Urgent",
        params (string Name, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent(nature), "nature" },
            { new StringContent(urgency), "urgency" },
            { new StringContent("SC542"), "errorCode" },
            { new StringContent("REF-7"), "customerReference" },
        };
        if (description is not null) form.Add(new StringContent(description), "description");
        foreach (var (name, content) in files) form.Add(new ByteArrayContent(content), "files", name);
        return form;
    }

    /// <summary>Moves a DIT along as staff and returns the response.</summary>
    public Task<HttpResponseMessage> Move(DitNumber number, string action, string? comment = null) => Staff.PostAsJsonAsync(
        $"/api/backoffice/dits/{number}/transitions",
        action is "Plan"
            ? new { action, plannedFor = Tomorrow, technician = "Hugo Marchand", comment }
            : (object)new { action, comment },
        TestContext.Current.CancellationToken);

    /// <summary>Moves a DIT along as staff, which is accepted.</summary>
    public async Task<DitResponse> Moved(DitNumber number, string action, string? comment = null)
    {
        using var response = await Move(number, action, comment);
        return await response.Read<DitResponse>(HttpStatusCode.OK);
    }

    /// <summary>The DIT as its customer's user sees it now.</summary>
    public Task<DitResponse> Find(DitNumber number) => User.Get<DitResponse>($"/api/dits/{number}");

    /// <summary>The numbers of all that is in one state in the staff's queue, the most pressing first.</summary>
    public async Task<IReadOnlyList<DitNumber>> Queue(DitState state) =>
        [.. (await Staff.GetAll<QueuedDit>($"/api/backoffice/dits?state={state}")).Select(dit => dit.Number)];

    /// <summary>Runs the activity that closes a DIT of <c>c1</c>, for the transition of this sequence.</summary>
    public Task CloseAutomatically(DitNumber number, int doneBy) =>
        ActivatorUtilities.CreateInstance<CloseAutomatically>(Portal.Services).Run(
            new(CustomerId.Parse("c1"), number, doneBy), TestContext.Current.CancellationToken);

    /// <summary>Cancels a DIT as a customer and returns the response.</summary>
    public static Task<HttpResponseMessage> Cancel(HttpClient client, DitNumber number, string comment = "Réparé entre-temps.") =>
        client.PostAsJsonAsync($"/api/dits/{number}/cancel", new { comment }, TestContext.Current.CancellationToken);

    private DateTimeOffset Tomorrow => Portal.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(1);

    /// <summary>Waits until the mailbox holds so many mails about the DIT, and returns their ids in alphabetical order.</summary>
    public Task<string[]> MailsOf(DitNumber number, int count) => MailsAbout($"dit-{number}-", count);
}
