using Azure;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Parc;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Lifecycles;

/// <summary>A DIT or an order as its table holds it: what the rows are made from that it has in every list.</summary>
/// <param name="Customer">Whose it is: the partition.</param>
/// <param name="Number">Its number.</param>
/// <param name="Version">Counts every accepted command, from 1: the place of the command's line in the journal.</param>
/// <param name="Transitions">Counts the commands that the lifecycle follows, from 1: the place of their effects in the outbox.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Site">The site that it is about.</param>
/// <param name="Assets">The assets that it is about, with what their own lists show of it.</param>
/// <param name="Summary">What the other lists show of it, as JSON.</param>
/// <param name="Data">All of it, as JSON.</param>
internal sealed record LifecycleRows(
    CustomerId Customer,
    long Number,
    int Version,
    int Transitions,
    string State,
    SiteId Site,
    IReadOnlyList<ListedFor> Assets,
    string Summary,
    string Data)
{
    /// <summary>The column that holds what a list shows.</summary>
    public const string SummaryColumn = "Summary";

    /// <summary>The line of its journal that the last command writes.</summary>
    /// <param name="entry">What the line tells.</param>
    /// <param name="command">The command's id.</param>
    public JournalLine Line<TEntry>(TEntry entry, Guid command) =>
        JournalLine.Of(Customer, LifecycleKeys.Journal(Number, Version), entry, command);

    /// <summary>What is stored of it alone, with a line of its journal: the outbox and what it shares with others come on top.</summary>
    public IEnumerable<TableEntity> All(JournalLine line) => [Itself(), line.Row, .. Lists()];

    /// <summary>Stores a new one: itself, its journal's first line, its rows in the lists, and the start of its lifecycle.</summary>
    public IEnumerable<TableTransactionAction> Added(JournalLine line, OutboxEffect start) =>
        [.. All(line).Select(RowActions.Insert), Outbox(start)];

    /// <summary>Stores what a command made of it, on condition that <paramref name="before"/> still stands.</summary>
    /// <param name="before">How it stood.</param>
    /// <param name="mark">The mark it was read with.</param>
    /// <param name="line">The command's line in the journal.</param>
    /// <param name="signal">What the lifecycle is told; null when it has not moved.</param>
    public IEnumerable<TableTransactionAction> Changed(LifecycleRows before, string mark, JournalLine line, OutboxEffect? signal) =>
    [
        RowActions.Replace(Itself(), mark),
        RowActions.Insert(line.Row),
        .. signal is null ? [] : Moved(before, signal),
    ];

    private IEnumerable<TableTransactionAction> Moved(LifecycleRows before, OutboxEffect signal) =>
    [
        .. before.State == State ? [] : before.ListsByState().Select(RowActions.Delete),
        .. Lists().Select(RowActions.Upsert),
        Outbox(signal),
    ];

    private TableEntity Itself() => new TableEntity(Customer.Value, LifecycleKeys.Itself(Number)) { [SummaryColumn] = Summary }.With(RowJson.Data, Data);

    private TableTransactionAction Outbox(OutboxEffect effect) => RowActions.Insert(
        new TableEntity(Customer.Value, LifecycleKeys.Outbox(Number, Transitions)).With(RowJson.Data, RowJson.Text(effect)));

    /// <summary>The rows of every list but the whole one, where it stands itself.</summary>
    private IEnumerable<TableEntity> Lists() =>
    [
        Listed(LifecycleKeys.List(Site, null), Summary),
        .. Assets.Select(asset => Listed(LifecycleKeys.ListOf(asset.Asset), asset.Summary)),
        .. ListsByState(),
    ];

    private IEnumerable<TableEntity> ListsByState() =>
        [Listed(LifecycleKeys.List(null, State), Summary), Listed(LifecycleKeys.List(Site, State), Summary)];

    private TableEntity Listed(string list, string summary) =>
        new(Customer.Value, list + LifecycleKeys.Newest(Number)) { [SummaryColumn] = summary };
}

/// <summary>An asset in whose list something stands.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Summary">What its list shows, as JSON.</param>
internal sealed record ListedFor(AssetId Asset, string Summary);

/// <summary>What a transaction does to a row.</summary>
internal static class RowActions
{
    /// <summary>Stores a row that must not be there.</summary>
    public static TableTransactionAction Insert(TableEntity row) => new(TableTransactionActionType.Add, row);

    /// <summary>Stores a row whether it is there or not.</summary>
    public static TableTransactionAction Upsert(TableEntity row) => new(TableTransactionActionType.UpsertReplace, row);

    /// <summary>Replaces a row on condition of its mark.</summary>
    public static TableTransactionAction Replace(TableEntity row, string mark) =>
        new(TableTransactionActionType.UpdateReplace, row, new ETag(mark));

    /// <summary>Deletes a row that must be there.</summary>
    public static TableTransactionAction Delete(TableEntity row) => new(TableTransactionActionType.Delete, row, ETag.All);
}
