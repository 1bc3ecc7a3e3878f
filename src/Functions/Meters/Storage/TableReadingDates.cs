using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Azure;
using Azure.Data.Tables;
using Dfm.Core.Meters;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Meters.Storage;

/// <summary>
/// The table <c>ReadingDates</c>: what is to be reminded of on which day. Partition: the day; row:
/// <c>{customer}~{contract, in hexadecimal}~{date}~{what}</c>. A row is deleted when it was done, so that what is due is what stands before
/// tomorrow.
/// </summary>
public sealed class TableReadingDates(TableServiceClient tables)
{
    private const string Day = "yyyy-MM-dd";

    private readonly TableClient table = tables.GetTableClient(TableNames.ReadingDates);

    /// <summary>All that is due on a day or was before, the earliest first: one range, page by page.</summary>
    public IAsyncEnumerable<ReadingDate> Due(DateOnly today, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {"0"} and PartitionKey le {Text(today)}");
        return table.QueryAsync<TableEntity>(filter, maxPerPage: 1000, cancellationToken: cancellationToken)
            .Select(row => row.Read<ReadingDate>(RowJson.Data));
    }

    /// <summary>Sets when a contract's readings are due next, for the import of contracts. Idempotent.</summary>
    public Task Begin(CustomerId customer, Contract contract, DateOnly today, CancellationToken cancellationToken)
    {
        var yesterday = today.AddDays(-1);
        var due = yesterday < contract.FirstReading ? contract.FirstReading : contract.After(yesterday);
        return Add(new(customer, contract.Number, due, IsLate: false, RemindOn: null), cancellationToken);
    }

    /// <summary>Idempotent.</summary>
    public Task Add(ReadingDate date, CancellationToken cancellationToken) => table.UpsertEntityAsync(
        new TableEntity(Text(date.On), Key(date)).With(RowJson.Data, RowJson.Text(date)), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Idempotent: a missing row counts as deleted.</summary>
    public Task Remove(ReadingDate date, CancellationToken cancellationToken) =>
        table.DeleteEntityAsync(Text(date.On), Key(date), ETag.All, cancellationToken);

    private static string Text(DateOnly day) => day.ToString(Day, CultureInfo.InvariantCulture);

    /// <summary>A contract's number is free text of the ERP.</summary>
    private static string Key(ReadingDate date) =>
        $"{date.Customer}~{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(date.Contract))}~{Text(date.Due)}~"
        + (date.IsLate ? "late" : "due");
}

/// <summary>Something to remind of.</summary>
/// <param name="Contract">The contract's number.</param>
/// <param name="Due">The reading date, one of the contract's calendar.</param>
/// <param name="IsLate">Whether it is the second reminder, about what is still missing.</param>
/// <param name="RemindOn">When, if not on the date itself.</param>
public sealed record ReadingDate(CustomerId Customer, string Contract, DateOnly Due, bool IsLate, DateOnly? RemindOn)
{
    [JsonIgnore]
    public DateOnly On => RemindOn ?? Due;
}
