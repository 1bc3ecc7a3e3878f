using DurableTask.Core;
using DurableTask.Core.History;

namespace Dfm.LocalHost.Durable.Store;

/// <content>Runs of activities. They are not stored: the history says which are outstanding.</content>
internal sealed partial class Hub
{
    public async Task<TaskActivityWorkItem?> LockNextTaskActivityWorkItem(TimeSpan receiveTimeout, CancellationToken cancellationToken) =>
        await NextAsync(activities, cancellationToken);

    /// <summary>Takes the result of an activity; the turn that consumes it stores it, and until then the activity may run again.</summary>
    public Task CompleteTaskActivityWorkItemAsync(TaskActivityWorkItem workItem, TaskMessage responseMessage)
    {
        var work = (ActivityWork)workItem;
        lock (gate)
        {
            // Nobody waits for it when its orchestration has ended or has begun anew.
            if (Find(work.TaskMessage.OrchestrationInstance.InstanceId) is not { } instance || !instance.Tasks.ContainsValue(work)) return Task.CompletedTask;
            instance.Inbox.Add(new Message(responseMessage) { Number = NextNumber(), Work = work, IsReady = true });
            Signal(instance);
        }

        return Task.CompletedTask;
    }

    public Task AbandonTaskActivityWorkItemAsync(TaskActivityWorkItem workItem)
    {
        var work = (ActivityWork)workItem;
        _ = LaterAsync(++work.Failures, () => activities.Writer.TryWrite(work));
        return Task.CompletedTask;
    }

    private void RunActivities(Instance instance, Snapshot stored)
    {
        var run = stored.State.OrchestrationInstance;
        lock (gate)
        {
            foreach (var (id, work) in instance.Tasks)
            {
                if (!stored.Outstanding.ContainsKey(id) || work.TaskMessage.OrchestrationInstance.ExecutionId != run.ExecutionId) instance.Tasks.Remove(id);
            }

            instance.Inbox.RemoveAll(message => message.Work is { } work && !instance.Tasks.ContainsValue(work));
            foreach (var scheduled in stored.Outstanding.Values.OfType<TaskScheduledEvent>().Where(one => !instance.Tasks.ContainsKey(one.EventId)))
            {
                var work = new ActivityWork(new TaskMessage { OrchestrationInstance = run, Event = scheduled });
                instance.Tasks.Add(scheduled.EventId, work);
                activities.Writer.TryWrite(work);
            }
        }
    }
}
