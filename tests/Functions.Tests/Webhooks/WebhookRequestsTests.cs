using Azure.Data.Tables;
using Dfm.Core.Webhooks;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Webhooks.Backoffice;
using Dfm.Testing;
using static Dfm.Functions.Tests.Infrastructure.RequestCounter;

namespace Dfm.Functions.Tests.Webhooks;

/// <summary>What the functions of this chapter ask of their storage, to the last request: each names its partition and a key or a range of keys.</summary>
public sealed class WebhookRequestsTests(AzuriteFixture azurite)
    : CountedRequests<WebhookPortal>(azurite, (at, settings) => WebhookPortal.StartAsync(at, settings))
{
    [Fact]
    public async Task Requests_AreFew_AndNameTheirKeys()
    {
        // The API key; the subscriptions, and the new one.
        var created = await Counter.Counts<CreatedWebhookResponse>(
            "CreateWebhook", 3, Portal.Staff, Posting("backoffice/webhooks", new { url = WebhookPortal.Callback(), events = Texts("DitStateChanged") }));
        await Counter.Counts("SubscribeTrigger", 3, Portal.Staff, Posting("backoffice/triggers/DitStateChanged", new { url = WebhookPortal.Callback("b") }));
        await Counter.Counts("ListWebhooks", 2, Portal.Staff, Getting("backoffice/webhooks"));
        var attempt = new WebhookAttempt(WebhookDeliveryState.GivenUp, 500, "refused");
        await ManyRows.Write(
            new TableClient(Account.ConnectionString, TableNames.WebhookDeliveries),
            Enumerable.Range(1, 1_500).Select(n => new TableEntity(created.Id, $"{n:D19}-dit-1-1").With(
                RowJson.Data,
                RowJson.Text(new WebhookDelivery($"{n:D19}-dit-1-1", "dit-1-1", WebhookEventType.DitStateChanged, At, 1, At, attempt, "{}")))));
        await Counter.Counts("ListWebhookDeliveries", 2, Portal.Staff, Getting($"backoffice/webhooks/{created.Id}/deliveries?limit=5"));
        // Its subscription and itself; the message is the queue's.
        await Counter.Counts(
            "RedeliverWebhook", 3, Portal.Staff, Posting($"backoffice/webhooks/{created.Id}/deliveries/{1:D19}-dit-1-1/redeliver", new { }));
        await Counter.Counts("DeleteWebhook", 2, Portal.Staff, new(HttpMethod.Delete, $"/api/backoffice/webhooks/{created.Id}"));
    }

    [Fact]
    public async Task TheStaffsRequests_InTheNameOfCustomers_AreFew()
    {
        await ManyRows.Write(
            new TableClient(Account.ConnectionString, TableNames.Customers),
            Enumerable.Range(0, 2_500).Select(n => new TableEntity("~all", $"x{n}") { ["Name"] = $"Société {n}" }));

        await Counter.Counts("ListBackofficeCustomers", 2, Portal.Staff, Getting("backoffice/customers"));
        await Counter.Counts("ListBackofficeCustomers, searched", 2, Portal.Staff, Getting("backoffice/customers?search=societe%2012"));
        await Counter.Counts("GetBackofficeCustomer", 2, Portal.Staff, Getting("backoffice/customers/c1"));
        await Counter.Counts("ListBackofficeUsers", 2, Portal.Staff, Getting("backoffice/customers/c1/users"));
        await Counter.Counts("ListBackofficeAssets", 2, Portal.Staff, Getting("backoffice/customers/c1/assets"));
        await Counter.Counts("ListDitStates", 1, Portal.Staff, Getting("backoffice/dit-states"));
    }

    private static DateTimeOffset At => new(2037, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private static string[] Texts(params string[] texts) => texts;
}
