using System.Net;
using System.Net.Http.Json;
using Azure.Data.Tables;
using Dfm.Core.Catalogue;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Meters;
using Dfm.Functions.Tests.Orders;
using Dfm.Functions.Webhooks.Backoffice;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Webhooks;

/// <summary>The two customers' portal with a receiver, and all that an event can be about.</summary>
public sealed class WebhookPortal : TwoCustomers
{
    /// <summary>What a flow's key may do.</summary>
    public static readonly string[] Scopes =
    [
        "customers.read", "dits.read", "dits.write", "orders.read", "orders.write", "readings.write", "invoices.write", "webhooks.read", "webhooks.write",
    ];

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Webhooks__AllowedHosts"] = Receiver.AllowedHosts,
        ["Webhooks__FirstPause"] = "00:00:00.2",
        ["Webhooks__LongestPause"] = "00:00:01",
    };

    private WebhookPortal(InProcessPortal portal, HttpClient staff, Receiver receiver) : base(portal, staff) => Receiver = receiver;

    public Receiver Receiver { get; }

    /// <summary>Its tables.</summary>
    public TableServiceClient Tables => Portal.Services.GetRequiredService<TableServiceClient>();

    public static async Task<WebhookPortal> StartAsync(StorageAccount storage, IReadOnlyDictionary<string, string>? settings = null)
    {
        var receiver = await Receiver.StartAsync();
        var all = Settings.Concat(settings ?? new Dictionary<string, string>()).GroupBy(one => one.Key).ToDictionary(one => one.Key, one => one.Last().Value);
        var portal = await StartInProcess(storage, receiver.Configure, all);
        await DitPortal.Arrange(portal.Services);
        await OrderPortal.Arrange(portal.Services.GetRequiredService<IConsumableStore>());
        await MeterPortal.Arrange(portal.Services, portal.Clock.GetUtcNow());
        await portal.AddAccount("claire", "c1");
        await portal.AddAccount("paul", "c1", "s1");
        return new WebhookPortal(portal, await portal.StaffClient("Flux", Scopes), receiver);
    }

    /// <summary>The address of a flow.</summary>
    public static string Callback(string path = "flux", string host = "prod.hooks.example.com") => $"https://{host}/{path}?sig=s3cret";

    /// <summary>Subscribes as a flow does, and returns the response.</summary>
    public Task<HttpResponseMessage> Subscribe(string url, params string[] events) =>
        Staff.PostAsJsonAsync("/api/backoffice/webhooks", new { url, events }, TestContext.Current.CancellationToken);

    /// <summary>A subscription.</summary>
    public async Task<CreatedWebhookResponse> Subscribed(string url, params string[] events)
    {
        using var response = await Subscribe(url, events);
        return await response.Read<CreatedWebhookResponse>(HttpStatusCode.Created);
    }

    /// <summary>The subscriptions that there are.</summary>
    public async Task<IReadOnlyList<WebhookResponse>> Webhooks() => (await Staff.Get<Items<WebhookResponse>>("/api/backoffice/webhooks")).All;

    /// <summary>What was sent to a subscription, the newest event first.</summary>
    public Task<IReadOnlyList<WebhookDeliveryResponse>> Deliveries(string webhook) =>
        Staff.GetAll<WebhookDeliveryResponse>($"/api/backoffice/webhooks/{webhook}/deliveries");

    /// <summary>Waits until the one delivery to a subscription is in this state, and returns it.</summary>
    public async Task<WebhookDeliveryResponse> Delivery(string webhook, string state)
    {
        IReadOnlyList<WebhookDeliveryResponse> all = [];
        await Waiting.Until(async () => (all = await Deliveries(webhook)) is [var one] && one.State.ToString() == state);
        return all[0];
    }

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    /// <summary>A list without pages.</summary>
    private sealed record Items<T>([property: System.Text.Json.Serialization.JsonPropertyName("items")] IReadOnlyList<T> All);
}
