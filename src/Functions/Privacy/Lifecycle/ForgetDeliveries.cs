using System.Text.Json;
using Azure.Data.Tables;
using Dfm.Core.Webhooks;
using Dfm.Functions.Privacy.Commands;
using Dfm.Functions.Privacy.Storage;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Functions.Webhooks.Delivery;

namespace Dfm.Functions.Privacy.Lifecycle;

/// <summary>
/// Activity: forgets the person in what webhooks were told, which is kept for a month, by subscription: the table is read whole, since erasures are
/// rare. Of other customers' events nothing is touched. Idempotent.
/// </summary>
public sealed class ForgetDeliveries(TableServiceClient tables, TableErasureStore erasures, DeadLetters deadLetters)
{
    [Function(nameof(ForgetDeliveries)), Audience(Audience.Platform)]
    public async Task Run([ActivityTrigger] ErasureInput input, CancellationToken cancellationToken)
    {
        if (await erasures.Find(input.Customer, input.Id, cancellationToken) is not var (erasure, _)) return;
        if (erasure.ToPseudonymisation() is not { } person) return;
        var table = tables.GetTableClient(TableNames.WebhookDeliveries);
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: cancellationToken))
            if (IsOf(input.Customer, row.Read<WebhookDelivery>(RowJson.Data).Body)) await table.Forget(row, person, cancellationToken);
        await deadLetters.Erase(
            WebhookQueue.Name,
            letter => WebhookMessage.TryRead(letter, out var asked) && IsOf(input.Customer, asked.Body) && person.Concerns("", asked.Body),
            cancellationToken);
    }

    private static bool IsOf(CustomerId customer, string body) =>
        JsonElement.Parse(body).GetProperty("customer").GetString() == customer.Value;
}
