using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;

namespace Dfm.LocalHost.Durable.Store;

/// <content>Turns of orchestrations: what the engine takes, runs and gives back.</content>
internal sealed partial class Hub
{
    /// <summary>The next instance that has work; null when the engine stops.</summary>
    public async Task<TaskOrchestrationWorkItem?> LockNextTaskOrchestrationWorkItemAsync(TimeSpan receiveTimeout, CancellationToken cancellationToken)
    {
        while (await NextAsync(turns, cancellationToken) is { } instance)
        {
            try
            {
                if (await BeginAsync(instance) is { } turn) return turn;
                Release(instance);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogFailure(e);
                Retry(instance);
            }
        }

        return null;
    }

    /// <summary>Stores what a turn has brought about, and has it happen.</summary>
    public async Task CompleteTaskOrchestrationWorkItemAsync(
        TaskOrchestrationWorkItem workItem,
        OrchestrationRuntimeState run,
        IList<TaskMessage> scheduled,
        IList<TaskMessage> sent,
        IList<TaskMessage> newTimers,
        TaskMessage? continuedAsNew,
        OrchestrationState? state)
    {
        var turn = (Turn)workItem;
        var (instance, before) = (turn.Instance, turn.Before);
        // The engine may leave inputs and traces out of the history, from which activities are taken up again.
        foreach (var one in run.NewEvents.OfType<TaskScheduledEvent>())
        {
            if (scheduled.FirstOrDefault(message => message.Event.EventId == one.EventId)?.Event is not TaskScheduledEvent whole) continue;
            one.Input ??= whole.Input;
            one.ParentTraceContext ??= whole.ParentTraceContext;
        }

        var rows = turn.Batch.Where(message => message.RowKey is not null).ToList();
        var seen = rows is [.., var last] ? last.Number : before.Row.GetInt64("Seen")!.Value;
        var isNewRun = !ReferenceEquals(run, turn.OrchestrationRuntimeState);
        var after = await before.AfterAsync(Table, run, state ?? before.State, isNewRun, sent, seen);
        await Table.UpdateAsync(before.Row, after.Row, rows.Select(message => message.RowKey!));
        lock (gate)
        {
            instance.Failures = 0;
            instance.Inbox.RemoveAll(turn.Batch.Contains);
            instance.HasNews |= instance.Inbox is [{ IsReady: true }, ..];
            if (!after.IsLive) rows.AddRange(instance.Inbox.Where(message => message is { RowKey: not null, IsReady: true }));
        }

        var old = rows.Where(message => !turn.Batch.Contains(message)).Select(message => message.RowKey!)
            .Concat(rows.SelectMany(message => HubTable.KeysOf(message.Body)))
            .Concat(HubTable.PayloadsOf(before.Row).Except(HubTable.PayloadsOf(after.Row)));
        await Table.DeleteAsync(instance.Partition, old.ToList());
        await SettleAsync(instance, after);
    }

    public Task AbandonTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem)
    {
        ((Turn)workItem).HasFailed = true;
        return Task.CompletedTask;
    }

    public Task ReleaseTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem)
    {
        var turn = (Turn)workItem;
        if (turn.HasFailed)
            Retry(turn.Instance);
        else
            Release(turn.Instance);
        return Task.CompletedTask;
    }

    private async Task<Turn?> BeginAsync(Instance instance)
    {
        instance.HasNews = false;
        if (await StoredAsync(instance) is not { } stored) return null;
        List<Message> batch;
        lock (gate) batch = instance.Batch();
        List<TaskMessage> messages = [.. batch.Select(message => message.Content)];
        var now = DateTime.UtcNow;
        if (stored.Events.Count == 0)
        {
            // What arrives waits for a scheduled start, but for the end.
            if (stored.Due > now.Ticks && !messages.Exists(message => message.Event is ExecutionTerminatedEvent)) return null;
            messages.Insert(0, await Table.FetchAsync<TaskMessage>(instance.Partition, stored.Row["Start"]));
        }

        var due = stored.Outstanding.Values.OfType<TimerCreatedEvent>().Where(timer => timer.FireAt.ToUniversalTime() <= now).OrderBy(timer => timer.FireAt);
        messages.AddRange(due.Select(timer => new TaskMessage
        {
            OrchestrationInstance = stored.State.OrchestrationInstance,
            Event = new TimerFiredEvent(-1) { TimerId = timer.EventId, FireAt = timer.FireAt },
        }));
        return messages.Count == 0 ? null : new Turn(instance, stored, batch, messages);
    }

    /// <summary>Has happen what an instance has asked for: activities, timers, messages to others, its end.</summary>
    private async Task<Snapshot?> SettleAsync(Instance instance, Snapshot stored)
    {
        RunActivities(instance, stored);
        if (stored.HasOutbox) stored = await DeliverAsync(instance, stored);
        Release(instance.Sent);
        if (!stored.IsLive)
        {
            Remove(instance);
            return null;
        }

        instance.WakeAt(stored.Due);
        Keep(instance, stored);
        return stored;
    }

    /// <summary>Delivers what a turn has sent: all is stored before any of it is taken, so that repetitions are recognised.</summary>
    private async Task<Snapshot> DeliverAsync(Instance sender, Snapshot stored)
    {
        var contents = await Table.FetchAsync<List<TaskMessage>>(sender.Partition, stored.Row["Outbox"]);
        for (var n = 0; n < contents.Count; n++)
        {
            var content = contents[n];
            if (content.Event is ExecutionStartedEvent start)
            {
                try
                {
                    sender.Sent.Add((await InsertAsync(content, Snapshot.Live), null));
                    continue;
                }
                catch (OrchestrationAlreadyExistsException e) when (start.ParentInstance is { } parent)
                {
                    var reason = new FailureDetails(nameof(OrchestrationAlreadyExistsException), e.Message, null, null, true);
                    var refusal = new SubOrchestrationInstanceFailedEvent(-1, parent.TaskScheduleId, e.Message, null, reason);
                    content = new TaskMessage { OrchestrationInstance = parent.OrchestrationInstance, Event = refusal };
                }
            }

            if (Receive(content, $"{stored.Row["Turn"]}/{n}") is not var (receiver, message)) continue;
            await WriteAsync(receiver, message);
            sender.Sent.Add((receiver, message));
        }

        var after = stored.Delivered();
        await Table.UpdateAsync(stored.Row, after.Row, []);
        await Table.DeleteAsync(sender.Partition, HubTable.KeysOf(stored.Row["Outbox"]));
        return after;
    }

    /// <summary>Lets what an instance has sent be taken.</summary>
    private void Release(List<(Instance Receiver, Message? Message)> sent)
    {
        lock (gate)
        {
            foreach (var (receiver, message) in sent)
            {
                message?.IsReady = true;
                Signal(receiver);
            }

            sent.Clear();
        }
    }
}
