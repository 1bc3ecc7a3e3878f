using Azure.Data.Tables;
using Dfm.Core.Webhooks;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Webhooks.Storage;

/// <summary>
/// What was sent to subscriptions, in the table <c>WebhookDeliveries</c>: a partition for each subscription, the newest event first. Kept for
/// a time only, also of a subscription that has ended.
/// </summary>
public sealed class TableDeliveryStore(TableServiceClient tables)
{
    private readonly TableClient table = tables.GetTableClient(TableNames.WebhookDeliveries);

    public async Task<WebhookDelivery?> Find(string subscription, string delivery, CancellationToken cancellationToken) =>
        (await table.FindRow(subscription, delivery, cancellationToken))?.Read<WebhookDelivery>(RowJson.Data);

    public Task Save(string subscription, WebhookDelivery delivery, CancellationToken cancellationToken) => table.UpsertEntityAsync(
        new TableEntity(subscription, delivery.Id).With(RowJson.Data, RowJson.Text(delivery)), TableUpdateMode.Replace, cancellationToken);

    /// <summary>A page, the newest event first; one range.</summary>
    /// <param name="after">The id where the previous page ended; null for the first page.</param>
    public async Task<(IReadOnlyList<WebhookDelivery> Items, string? Next)> List(
        string subscription, string? after, int limit, CancellationToken cancellationToken)
    {
        var rows = await table.First(subscription, "", after, limit + 1, columns: null, cancellationToken);
        return ([.. rows.Take(limit).Select(row => row.Read<WebhookDelivery>(RowJson.Data))], rows.Count > limit ? rows[limit - 1].RowKey : null);
    }
}
