using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Dfm.Core.Webhooks;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Webhooks.Storage;

/// <summary>Subscriptions in the table <c>Webhooks</c>, in one partition, since they are few: a row for each, by its id.</summary>
public sealed class TableWebhookStore(TableServiceClient tables)
{
    private const string Partition = "subscriptions";

    private readonly TableClient table = tables.GetTableClient(TableNames.Webhooks);

    public async Task<WebhookSubscription?> Find(string id, CancellationToken cancellationToken) =>
        (await table.FindRow(Partition, id, cancellationToken))?.Read<WebhookSubscription>(RowJson.Data);

    /// <summary>All of them: one range.</summary>
    public async Task<IReadOnlyList<WebhookSubscription>> List(CancellationToken cancellationToken)
    {
        var found = new List<WebhookSubscription>();
        await foreach (var row in table.All(Partition, "", columns: null, cancellationToken)) found.Add(row.Read<WebhookSubscription>(RowJson.Data));
        return found;
    }

    /// <summary>False when there is one of this id.</summary>
    public async Task<bool> Add(WebhookSubscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            var row = new TableEntity(Partition, subscription.Id).With(RowJson.Data, RowJson.Text(subscription));
            await table.AddEntityAsync(row, cancellationToken);
            return true;
        }
        catch (RequestFailedException taken) when (taken.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return false;
        }
    }

    /// <summary>Idempotent.</summary>
    public Task Remove(string id, CancellationToken cancellationToken) =>
        table.DeleteEntityAsync(Partition, id, ETag.All, cancellationToken);
}
