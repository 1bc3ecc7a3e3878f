using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Lifecycles;

/// <summary>
/// A queue of the staff's, across customers, in a table of its own: a partition for each state, ordered by what is most pressing; and a row
/// for each number that tells whose it is.
/// </summary>
/// <param name="tables">The storage.</param>
/// <param name="customers">Know the customers' names.</param>
/// <param name="name">The table.</param>
internal sealed class StaffQueue<TItem>(TableServiceClient tables, ICustomerStore customers, string name)
{
    private readonly TableClient table = tables.GetTableClient(name);

    /// <summary>Files an item in its place and takes it from where it was before. Doing it twice does it once.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="customer">Whose it is.</param>
    /// <param name="place">Where it belongs.</param>
    /// <param name="before">Where it was before; null when it is new.</param>
    /// <param name="item">What the queue shows of it, given the customer's name.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task File(
        long number, CustomerId customer, QueuePlace place, QueuePlace? before, Func<string, TItem> item, CancellationToken cancellationToken)
    {
        // Whose it is comes first: whoever sees it in the queue can open it.
        var owning = before is null ? Own(number, customer, cancellationToken) : Task.CompletedTask;
        var found = await customers.Find(customer, cancellationToken);
        await owning;
        await table.UpsertEntityAsync(Row(place, item(found?.Name ?? customer.Value)), TableUpdateMode.Replace, cancellationToken);
        if (before is not null && before != place) await table.DeleteEntityAsync(before.State, before.Key, ETag.All, cancellationToken);
    }

    /// <summary>A page of what is in one state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="open">Whether anything can still happen in it.</param>
    /// <param name="after">Where the last page ended; null for the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<StaffQueuePage<TItem>> List(string state, bool open, string? after, int limit, CancellationToken cancellationToken)
    {
        var prefix = QueuePlace.Prefix(open);
        var from = after is null ? null : prefix + after;
        var rows = await table.First(state, prefix, from, limit + 1, ["RowKey", RowJson.Data], cancellationToken);
        var items = rows.Take(limit).Select(row => row.Read<TItem>(RowJson.Data));
        return new([.. items], rows.Count > limit ? rows[limit - 1].RowKey[prefix.Length..] : null);
    }

    /// <summary>Whose a number is; null for one that does not exist (or was given out a moment ago).</summary>
    public async Task<CustomerId?> CustomerOf(long number, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            NumberOwner.Partition(number), NumberOwner.Key, cancellationToken: cancellationToken);
        return found.HasValue ? NumberOwner.Of(found.Value!) : null;
    }

    /// <summary>The row of an item in its place.</summary>
    public static TableEntity Row(QueuePlace place, TItem item) => new(place.State, place.Key) { [RowJson.Data] = RowJson.Text(item) };

    private async Task Own(long number, CustomerId customer, CancellationToken cancellationToken) =>
        await table.UpsertEntityAsync(NumberOwner.Row(number, customer), TableUpdateMode.Replace, cancellationToken);
}

/// <summary>
/// A place in a queue of the staff's. Open states sort by the staff's deadline, and among the same by age; final states by their end, the
/// last first.
/// </summary>
/// <param name="State">The state: the partition.</param>
/// <param name="Key">The place in it: the row key.</param>
internal sealed record QueuePlace(string State, string Key)
{
    /// <summary>The place of what is open and due at <paramref name="at"/>.</summary>
    public static QueuePlace Due(string state, DateTimeOffset at, long number) => new(state, KeyOf(open: true, at.UtcTicks, LifecycleKeys.Oldest(number)));

    /// <summary>The place of what ended at <paramref name="at"/>.</summary>
    public static QueuePlace Ended(string state, DateTimeOffset at, long number) =>
        new(state, KeyOf(open: false, DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks, LifecycleKeys.Newest(number)));

    /// <summary>Begins the keys of a state.</summary>
    public static string Prefix(bool open) => open ? "due-" : "ended-";

    private static string KeyOf(bool open, long ticks, string number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix(open)}{ticks:D19}-{number}");
}

/// <summary>The row of a staff's queue that tells whose a number is.</summary>
internal static class NumberOwner
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
