using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Dits;

/// <summary>
/// The staff's queue in the table <c>DitQueues</c>: a partition for each state, ordered by what is most pressing; and a row for each number
/// that tells whose it is.
/// </summary>
internal sealed class StaffQueueTable(TableServiceClient tables, ICustomerStore customers) : IStaffQueue
{
    private const string Data = "Data";
    private const string Customer = "Customer";
    private const string Owner = "owner";
    private readonly TableClient table = tables.GetTableClient(TableNames.DitQueues);

    public async Task File(DitStory story, DitState? from, CancellationToken cancellationToken)
    {
        var dit = story.Raised;
        // Whose it is comes first: whoever sees it in the queue can open it.
        var owning = from is null ? Own(dit, cancellationToken) : Task.CompletedTask;
        var customer = await customers.Find(dit.Customer, cancellationToken);
        await owning;
        var row = Row(story, customer?.Name ?? dit.Customer.Value);
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        if (from is { } left && left != story.State)
            await table.DeleteEntityAsync(left.ToString(), Key(story, left), ETag.All, cancellationToken);
    }

    public async Task<StaffQueuePage<StaffQueueItem>> List(DitState state, string? after, int limit, CancellationToken cancellationToken)
    {
        var prefix = state.IsOpen() ? Due : Ended;
        var rows = await table.First(state.ToString(), prefix, after is null ? null : prefix + after, limit + 1, ["RowKey", Data], cancellationToken);
        var items = rows.Take(limit).Select(row => JsonSerializer.Deserialize<StaffQueueItem>(row.GetString(Data), StorageJson.Options)!);
        return new StaffQueuePage<StaffQueueItem>([.. items], rows.Count > limit ? rows[limit - 1].RowKey[prefix.Length..] : null);
    }

    public async Task<CustomerId?> CustomerOf(DitNumber number, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(OwnerPartition(number), Owner, cancellationToken: cancellationToken);
        return found.HasValue ? CustomerId.Parse(found.Value!.GetString(Customer)) : null;
    }

    private async Task Own(Dit dit, CancellationToken cancellationToken)
    {
        var owner = new TableEntity(OwnerPartition(dit.Number), Owner) { [Customer] = dit.Customer.Value };
        await table.UpsertEntityAsync(owner, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>The DIT's place in the queue, under the state that it has come to.</summary>
    internal static TableEntity Row(DitStory story, string customerName)
    {
        var now = story.Raised with { State = story.State, Visit = story.Last.Visit };
        var item = new StaffQueueItem(now.Customer, customerName, now.RemindAt, DitSummary.Of(now));
        return new(story.State.ToString(), Key(story, story.State)) { [Data] = JsonSerializer.Serialize(item, StorageJson.Options) };
    }

    private const string Due = "due-";
    private const string Ended = "ended-";

    /// <summary>Open states sort by the desk's deadline; final states by their end, the last first.</summary>
    private static string Key(DitStory story, DitState state) => state.IsOpen()
        ? $"{Due}{Ticks(story.Raised.RemindAt.UtcTicks)}-{DitKeys.Newest(story.Raised.Number)}"
        : $"{Ended}{Ticks(DateTimeOffset.MaxValue.UtcTicks - story.Last.At.UtcTicks)}-{DitKeys.Newest(story.Raised.Number)}";

    private static string Ticks(long ticks) => ticks.ToString("D19", CultureInfo.InvariantCulture);

    private static string OwnerPartition(DitNumber number) => $"number-{number}";
}
