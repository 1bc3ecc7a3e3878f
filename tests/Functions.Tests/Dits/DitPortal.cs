using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Dits;
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
    public static Task Arrange(IServiceProvider services) => ActivatorUtilities.CreateInstance<NatureStore>(services).Save(
        [
            new Nature("PANNE", "Panne", [AssetKind.Printing], 1),
            new Nature("RESEAU", "Connexion réseau", [AssetKind.It, AssetKind.Printing], 2),
        ],
        CancellationToken.None);

    /// <summary>Raises a DIT and returns the answer.</summary>
    public static async Task<HttpResponseMessage> Raise(HttpClient client, string asset, HttpContent form, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/assets/{asset}/dits") { Content = form };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Raises a DIT that is accepted and returns it.</summary>
    public static async Task<JsonElement> Raised(HttpClient client, string asset = "p1", params (string Name, byte[] Content)[] files)
    {
        using var answer = await Raise(client, asset, Form(files: files));
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode is System.Net.HttpStatusCode.Created, body);
        return JsonElement.Parse(body);
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

    /// <summary>Moves a DIT along as staff and returns the answer.</summary>
    public Task<HttpResponseMessage> Move(string number, string action, string? comment = null) => Staff.PostAsJsonAsync(
        $"/api/backoffice/dits/{number}/transitions",
        action is "Plan"
            ? new { action, plannedFor = Tomorrow, technician = "Hugo Marchand", comment }
            : (object)new { action, comment },
        TestContext.Current.CancellationToken);

    /// <summary>Runs the activity that closes a DIT of <c>c1</c>, for the transition of this sequence.</summary>
    public Task CloseAutomatically(string number, int doneBy) =>
        ActivatorUtilities.CreateInstance<CloseAutomatically>(Portal.Services).Run(
            new(CustomerId.Parse("c1"), DitNumber.Of(long.Parse(number, CultureInfo.InvariantCulture)), doneBy),
            Portal.Lifecycles,
            TestContext.Current.CancellationToken);

    /// <summary>Cancels a DIT as a customer and returns the answer.</summary>
    public static Task<HttpResponseMessage> Cancel(HttpClient client, string number, string comment = "Réparé entre-temps.") =>
        client.PostAsJsonAsync($"/api/dits/{number}/cancel", new { comment }, TestContext.Current.CancellationToken);

    private DateTimeOffset Tomorrow => Portal.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(1);

    /// <summary>Waits until the mailbox holds so many mails about the DIT, and returns their ids in alphabetical order.</summary>
    public Task<string[]> MailsOf(string number, int count) => MailsAbout($"dit-{number}-", count);
}
