using Azure.Data.Tables;
using Dfm.Core.Usage;
using Dfm.Core.Webhooks;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;
using Dfm.Functions.Usage.Storage;
using Dfm.Functions.Webhooks.Publishing;

namespace Dfm.Functions.Commands;

/// <summary>What one try of a command writes, all in one transaction of one partition: a customer's, or an account's.</summary>
/// <param name="partition">The partition's key.</param>
/// <param name="commandId">The command's id: the key of its outbox row.</param>
public sealed class UnitOfWork(string partition, Guid commandId)
{
    private readonly List<TableTransactionAction> actions = [];
    private readonly List<OutboxEffect> effects = [];
    private readonly List<UsageEntry> usage = [];
    private readonly List<WebhookEvent> events = [];
    private CommitProof? proof;

    /// <summary>Random, in every journal line that the try writes: so it is recognised when the response of storage was lost.</summary>
    public Guid TryId { get; } = Guid.NewGuid();

    /// <summary>Whether something follows from the command once it is stored.</summary>
    public bool HasEffects => effects.Count > 0 || usage.Count > 0 || events.Count > 0;

    /// <summary>The response to the command, kept for its Idempotency-Key if it has one.</summary>
    public StoredResponse? Response { get; private set; }

    /// <summary>
    /// The row by which the transaction is recognised when its answer was lost. Where nothing but effects is stored, it is their row: once
    /// that is dispatched, the same effects stored again are performed once, by their ids.
    /// </summary>
    public CommitProof? Proof => HasEffects ? proof ?? new CommitProof(OutboxRows.Key(commandId), JournalRows.Command, TryId) : proof;

    /// <summary>The transaction: the rows, and the outbox row where something follows.</summary>
    public IReadOnlyList<TableTransactionAction> Actions() => HasEffects ? [.. actions, RowActions.Insert(OutboxRow())] : actions;

    /// <summary>Stores a new aggregate with its journal's first line and its places in lists.</summary>
    public void Add<TAggregate, TEntry>(AggregateSchema<TAggregate> schema, IChange<TAggregate, TEntry> created, OutboxEffect effect)
        where TAggregate : class, IAggregate
        where TEntry : IJournalEntry
    {
        actions.AddRange(schema.Rows(created.Aggregate).Select(RowActions.Insert));
        AddEntry(schema, created, before: null);
        effects.Add(effect);
    }

    /// <summary>Stores what a command made of an aggregate, on condition that it still is as it was read.</summary>
    public void Update<TAggregate, TEntry>(
        AggregateSchema<TAggregate> schema, Stored<TAggregate> before, IChange<TAggregate, TEntry> change, OutboxEffect? effect)
        where TAggregate : class, IAggregate
        where TEntry : IJournalEntry
    {
        var after = change.Aggregate;
        actions.Add(RowActions.Replace(schema.Root(after), before.ETag));
        AddEntry(schema, change, before.Value);
        var (old, now) = (schema.Listed(before.Value), schema.Listed(after));
        actions.AddRange(now.Where(row => old.GetValueOrDefault(row.Key) != row.Value)
            .Select(row => RowActions.Upsert(schema.ListRow(after, row.Key, row.Value))));
        actions.AddRange(old.Keys.Except(now.Keys).Select(key => RowActions.Delete(new TableEntity(after.Customer.Value, key))));
        if (effect is not null) effects.Add(effect);
    }

    /// <summary>Stores a row that is no aggregate's alone.</summary>
    public void Write(TableTransactionAction action) => actions.Add(action);

    /// <summary>Stores a row that has no journal, on condition that it still is as it was read.</summary>
    /// <param name="etag">Null where there was no row.</param>
    /// <param name="before">The ids of its last commands: see <see cref="CommandIds"/>.</param>
    public void Write(TableEntity row, string? etag, IReadOnlyList<Guid> before)
    {
        row[CommandIds.Column] = RowJson.Text<Guid[]>([TryId, .. before.Take(CommandIds.Kept - 1)]);
        Write(RowActions.Put(row, etag));
        ProveBy(row.RowKey, CommandIds.Column);
    }

    /// <summary>Stores a new row that has no journal.</summary>
    public void Insert(TableEntity row)
    {
        row[JournalRows.Command] = TryId;
        Write(RowActions.Insert(row));
        ProveBy(row.RowKey, JournalRows.Command);
    }

    /// <summary>Lets something follow once the command is stored.</summary>
    public void Follow(OutboxEffect effect) => effects.Add(effect);

    /// <summary>Lets a line of the customer's journal of use follow.</summary>
    public void Note(UsageEntry entry) => usage.Add(entry);

    /// <summary>Lets webhooks be told, beside what they are told of aggregates.</summary>
    public void Publish(WebhookEvent happened) => events.Add(happened);

    /// <summary>Names the row by which the transaction is recognised, where it writes no journal.</summary>
    public void ProveBy(string rowKey, string column) => proof ??= new CommitProof(rowKey, column, TryId);

    /// <summary>Gives the response, which a repeated request with the same Idempotency-Key will get too.</summary>
    public StoredResponse Respond(StoredResponse response) => Response = response;

    /// <summary>What follows, in order; at the end, the lines of the customer's journal of use, and what webhooks are told.</summary>
    private TableEntity OutboxRow()
    {
        var notes = usage.Select((entry, place) => UsageRows.EffectOf(entry, $"{commandId:N}-{place}"));
        OutboxEffect[] published = events.Count > 0 ? [PublishEffect.Of(events)] : [];
        var row = OutboxRows.Of(partition, commandId, [.. effects, .. notes, .. published]);
        row[JournalRows.Command] = TryId;
        return row;
    }

    private void AddEntry<TAggregate, TEntry>(AggregateSchema<TAggregate> schema, IChange<TAggregate, TEntry> change, TAggregate? before)
        where TAggregate : class, IAggregate
        where TEntry : IJournalEntry
    {
        var row = JournalRows.Of(schema.JournalKey(change.Aggregate), change, TryId);
        actions.Add(RowActions.Insert(row));
        ProveBy(row.RowKey, JournalRows.Command);
        // What DFM's staff and the portal do is no use of the customer's people.
        if (change.Entry is { ByKind: ActorKind.Customer, By: { } by } entry)
            Note(new(change.Aggregate.Customer, entry.At, by, entry.User, entry.Action, NumberForm.Text(change.Aggregate.Sequence)));
        if (change.Aggregate is IPublished<TAggregate> published && published.EventSince(before, change.Entry.At) is { } happened) Publish(happened);
    }
}

/// <summary>A row that holds the id of the try that wrote it. Equal content would prove nothing: two people may do the same.</summary>
/// <param name="RowKey">The row.</param>
/// <param name="Column">Holds the id, alone or among others.</param>
/// <param name="TryId">The id.</param>
public sealed record CommitProof(string RowKey, string Column, Guid TryId)
{
    /// <summary>Whether the row, as it stands, was written by the try.</summary>
    public bool Holds(TableEntity? row) =>
        row is not null && row.TryGetValue(Column, out var ids) && $"{ids}".Contains($"{TryId}", StringComparison.Ordinal);
}
