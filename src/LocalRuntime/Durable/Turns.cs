using Azure;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Durable;

/// <summary>
/// Takes an instance through one turn: its messages are applied to its run, and all that follows from them is stored in one
/// transaction. If that fails, nothing has happened: what is cached is thrown away, and the next turn begins from what is stored.
/// </summary>
internal sealed class Turns(
    InstanceStore store, IDurableFunctions functions, DataConverter converter, TimeProvider time, ILoggerFactory loggers)
{
    // A transaction takes 100 operations: the instance, its record, its texts, and the rest for messages.
    private const int MostConsumed = 80;

    // Far below the 4 MB of a transaction, for a character may take three bytes.
    private const int MostCharacters = 1_000_000;

    /// <summary>Runs a turn.</summary>
    /// <param name="instance">The instance, of which nobody else takes a turn.</param>
    /// <param name="post">Posts a message to an instance.</param>
    /// <param name="cancellationToken">Gives up: the process ends.</param>
    /// <returns>The instance's row before the turn, and its state after it; null if there is no such instance.</returns>
    public async Task<(InstanceRow Before, InstanceState After)?> RunAsync(
        Instance instance, Action<string, Message> post, CancellationToken cancellationToken)
    {
        var messages = instance.Held;
        instance.Held = [];
        messages.AddRange(instance.Take());
        try
        {
            DropRepeated(messages);
            if (messages.Exists(message => message.IsReread)) instance.State = null;
            var state = instance.State ??= await LoadAsync(instance, messages, post, cancellationToken);
            if (state is null) return null;
            var before = state.Row;
            await RunAsync(instance, state, messages, post, cancellationToken);
            return (before, instance.State!);
        }
        catch (Exception e)
        {
            instance.IsTooLarge |= e is RequestFailedException { Status: 400 or 413 };
            instance.State = null;
            instance.Held = [.. messages.Where(message => message.RowKeys.Count == 0 && message.Stored is null), Message.WakeUp];
            throw;
        }
    }

    private async Task<InstanceState?> LoadAsync(
        Instance instance, List<Message> messages, Action<string, Message> post, CancellationToken cancellationToken)
    {
        // A new instance is known as it was stored. Should it have changed since, its ETag tells, and it is read after all.
        if (!messages.Exists(message => message.IsReread) && messages.Find(message => message.Stored is not null)?.Stored is { } stored)
            return StateOf(new LoadedInstance(stored, [], [], []), post);
        var loaded = await store.LoadAsync(instance.Id, cancellationToken);
        if (loaded is null) return null;

        Merge(messages, loaded.Inbox);
        return StateOf(loaded, post);
    }

    /// <summary>A stored message may come twice: read with the inbox while its sender was about to post it. It counts once.</summary>
    private static void DropRepeated(List<Message> messages)
    {
        var seen = new HashSet<string>();
        messages.RemoveAll(message => message.RowKeys.Count > 0 && !seen.Add(message.RowKeys[0]));
    }

    /// <summary>Brings the messages in line with the inbox as stored: what is no longer in it was consumed, and its order counts.</summary>
    private static void Merge(List<Message> messages, List<Message> inbox)
    {
        var next = 0;
        var merged = new List<Message>(messages.Count + inbox.Count);
        foreach (var message in messages)
        {
            if (message.RowKeys.Count == 0)
            {
                merged.Add(message);
                continue;
            }

            while (next < inbox.Count && string.CompareOrdinal(inbox[next].RowKeys[0], message.RowKeys[0]) <= 0) merged.Add(inbox[next++]);
        }

        merged.AddRange(inbox.Skip(next));
        messages.Clear();
        messages.AddRange(merged);
    }

    private InstanceState StateOf(LoadedInstance loaded, Action<string, Message> post) =>
        InstanceState.Of(loaded, functions, converter, loggers, _ => post(loaded.Row.Id, Message.WakeUp));

    private async Task RunAsync(
        Instance instance, InstanceState state, List<Message> messages, Action<string, Message> post, CancellationToken cancellationToken)
    {
        var now = Later(time.GetUtcNow().UtcDateTime, state.Row.Updated.UtcDateTime);
        var turn = new Turn(state, new TurnRecord { At = now });
        var rest = turn.Run(messages, functions, MostConsumed);
        if (turn.HasChanged)
        {
            await CommitAsync(instance, state, turn, post, cancellationToken);
        }

        instance.Held = rest;
        if (!turn.HoldsMessages && rest.Count > 0) post(instance.Id, Message.WakeUp);
        if (turn.ContinuesAsNew) post(instance.Id, Message.WakeUp);
    }

    private async Task CommitAsync(
        Instance instance, InstanceState state, Turn turn, Action<string, Message> post, CancellationToken cancellationToken)
    {
        var before = state.Row;
        if (turn.Size > MostCharacters || instance.IsTooLarge) turn.FailAsTooLarge();
        var after = turn.Conclude();
        var record = turn.ContinuesAsNew ? turn.CarriedOver : turn.Record;
        List<string> obsolete = turn.ContinuesAsNew ? [.. state.HistoryKeys, .. before.LongInputKeys()] : [];
        var inTransaction = obsolete.Take(MostConsumed - turn.Consumed.Count).ToList();
        var (etag, recordKeys) = await store.CommitAsync(
            new Commit
            {
                Before = before,
                After = after,
                Record = record,
                RecordNumber = after.Turn,
                Consumed = [.. turn.Consumed, .. inTransaction],
            },
            cancellationToken);

        after = after with { ETag = etag };
        foreach (var answer in turn.Record.Events.Where(happened => happened.IsAnswer)) instance.Begun.Remove(answer.Id);
        if (turn.ContinuesAsNew)
        {
            instance.State = StateOf(new LoadedInstance(after, record is null ? [] : [record], [.. recordKeys], []), post);
            if (obsolete.Count > inTransaction.Count)
                await store.DeleteAsync(before.Id, obsolete[inTransaction.Count..], cancellationToken);
            return;
        }

        state.HistoryKeys.AddRange(recordKeys);
        state.Row = after;
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;
}
