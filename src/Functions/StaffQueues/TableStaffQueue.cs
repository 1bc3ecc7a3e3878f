using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Dfm.Functions.Storage;

namespace Dfm.Functions.StaffQueues;

/// <summary>
/// A staff queue in a table of its own: a partition for each state, sorted by what is most pressing; and a row for each number that names
/// the customer that owns it.
/// </summary>
/// <param name="name">The table.</param>
/// <param name="isOpen">Whether anything can still happen in a state.</param>
public sealed class TableStaffQueue<TNumber, TState, TSummary>(
    TableServiceClient tables, ICustomerStore customers, string name, Func<TState, bool> isOpen) : IStaffQueue<TNumber, TState, TSummary>
    where TNumber : struct, INumber<TNumber>
    where TState : struct, Enum
{
    private readonly TableClient table = tables.GetTableClient(name);

    public async Task Update(StaffQueueEntry<TState, TSummary> entry, CancellationToken cancellationToken)
    {
        // The owner comes first: whoever sees the number in the queue can open it.
        var owning = entry.From is null ? Own(entry, cancellationToken) : Task.CompletedTask;
        var found = await customers.Find(entry.Customer, cancellationToken);
        await owning;
        await table.UpsertEntityAsync(
            Row(entry, found?.Name ?? entry.Customer.Value), TableUpdateMode.Replace, cancellationToken);
        if (entry.From is { } left && !left.Equals(entry.State))
            await table.DeleteEntityAsync($"{left}", Key(entry, left), ETag.All, cancellationToken);
    }

    public async Task<StaffQueuePage<StaffQueueItem<TSummary>>> List(
        TState state, string? after, int limit, CancellationToken cancellationToken)
    {
        var prefix = QueueKeys.Prefix(isOpen(state));
        var from = after is null ? null : prefix + after;
        var rows = await table.First($"{state}", prefix, from, limit + 1, ["RowKey", RowJson.Data], cancellationToken);
        var items = rows.Take(limit).Select(row => row.Read<StaffQueueItem<TSummary>>(RowJson.Data));
        return new([.. items], rows.Count > limit ? rows[limit - 1].RowKey[prefix.Length..] : null);
    }

    public async Task<CustomerId?> CustomerOf(TNumber number, CancellationToken cancellationToken)
    {
        var row = await table.FindRow(NumberOwner.Partition(number.Sequence), NumberOwner.Key, cancellationToken);
        return row is null ? null : NumberOwner.Of(row);
    }

    /// <summary>The row of an aggregate in its place.</summary>
    public TableEntity Row(StaffQueueEntry<TState, TSummary> entry, string customerName) => new($"{entry.State}", Key(entry, entry.State))
    {
        [RowJson.Data] = RowJson.Text(new StaffQueueItem<TSummary>(entry.Customer, customerName, entry.DueAt, entry.Summary)),
    };

    private string Key(StaffQueueEntry<TState, TSummary> entry, TState state) =>
        isOpen(state) ? QueueKeys.Due(entry.DueAt, entry.Number) : QueueKeys.Ended(entry.At, entry.Number);

    private async Task Own(StaffQueueEntry<TState, TSummary> entry, CancellationToken cancellationToken) =>
        await table.UpsertEntityAsync(NumberOwner.Row(entry.Number, entry.Customer), TableUpdateMode.Replace, cancellationToken);
}

/// <summary>The row keys of a state: open ones sort by the staff's deadline, and among the same by age; final ones by their end.</summary>
public static class QueueKeys
{
    /// <summary>The key of what is open and due at <paramref name="at"/>.</summary>
    public static string Due(DateTimeOffset at, long number) => Of(open: true, at.UtcTicks, RowKeys.Oldest(number));

    /// <summary>The key of what ended at <paramref name="at"/>; the last ended first.</summary>
    public static string Ended(DateTimeOffset at, long number) =>
        Of(open: false, DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks, RowKeys.Newest(number));

    /// <summary>Begins the keys of a state.</summary>
    public static string Prefix(bool open) => open ? "due-" : "ended-";

    private static string Of(bool open, long ticks, string number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix(open)}{ticks:D19}-{number}");
}

/// <summary>The row that names the customer that owns a number.</summary>
public static class NumberOwner
{
    private const string Customer = "Customer";

    /// <summary>The row's key in its partition.</summary>
    public const string Key = "owner";

    /// <summary>The partition of a number.</summary>
    public static string Partition(long number) => $"number-{NumberForm.Text(number)}";

    /// <summary>The row.</summary>
    public static TableEntity Row(long number, CustomerId customer) => new(Partition(number), Key) { [Customer] = customer.Value };

    /// <summary>The customer that a row names.</summary>
    public static CustomerId Of(TableEntity row) => CustomerId.Parse(row.GetString(Customer));
}
