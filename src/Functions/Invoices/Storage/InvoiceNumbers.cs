using Azure;
using Azure.Data.Tables;
using Dfm.Core.Invoices;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Invoices.Storage;

/// <summary>
/// Which customer an invoice's number belongs to, in the table <c>InvoiceNumbers</c>: a number is posted for one customer only, though
/// customers are partitions of their own.
/// </summary>
public sealed class InvoiceNumbers(TableServiceClient tables, IInvoiceStore invoices)
{
    private const string Owner = "Customer";

    private readonly TableClient table = tables.GetTableClient(TableNames.InvoiceNumbers);

    /// <summary>After this time no posting that has claimed a number can still be stored.</summary>
    public TimeSpan LongestPosting { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Claims a number, before the invoice is stored; false when it is another customer's. Idempotent.</summary>
    public async Task<bool> Claim(InvoiceNumber number, CustomerId customer, CancellationToken cancellationToken)
    {
        var row = new TableEntity(number.Value, Owner) { [Owner] = customer.Value };
        try
        {
            await table.AddEntityAsync(row, cancellationToken);
            return true;
        }
        catch (RequestFailedException taken) when (taken.Status is 409)
        {
            var claim = (await table.FindRow(number.Value, Owner, cancellationToken))!;
            var isOurs = claim.GetString(Owner) == customer.Value;
            // A claim that is old already must not be taken over while this posting is stored.
            var retakes = isOurs ? AgeOf(claim) >= LongestPosting / 2 : await IsAbandoned(claim, number, cancellationToken);
            return retakes ? await Retake(claim, row, cancellationToken) : isOurs;
        }
    }

    /// <summary>A posting for a wrong customer that came to nothing does not keep the number for ever.</summary>
    private async Task<bool> IsAbandoned(TableEntity claim, InvoiceNumber number, CancellationToken cancellationToken) =>
        AgeOf(claim) >= LongestPosting
        && await invoices.Find(CustomerId.Parse(claim.GetString(Owner)), number, cancellationToken) is null;

    private async Task<bool> Retake(TableEntity claim, TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(row, claim.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException changed) when (changed.Status is 412)
        {
            // By another posting at the same time, maybe the same one.
            return (await table.FindRow(row.PartitionKey, row.RowKey, cancellationToken))?.GetString(Owner) == row.GetString(Owner);
        }
    }

    /// <summary>Storage stamps rows in real time, whatever clock the portal keeps.</summary>
    private static TimeSpan AgeOf(TableEntity claim) => TimeProvider.System.GetUtcNow() - claim.Timestamp!.Value;
}
