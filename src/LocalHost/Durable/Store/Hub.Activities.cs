using DurableTask.Core;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>Activities wait in memory; packs in the table tell which have not been answered.</summary>
internal sealed partial class Hub
{
    /// <summary>Takes the result of an activity; the turn that consumes it stores it, and until then the activity may run again.</summary>
    public async Task AnswerAsync(ActivityWork work, TaskMessage result)
    {
        if (instances.TryGetValue(work.Pack.InstanceId, out var instance))
        {
            lock (instance.Gate)
            {
                if (!instance.IsGone && instance.Packs.ContainsValue(work.Pack))
                    instance.Add(new Message(result) { Number = NextNumber(), Pack = work.Pack, Index = work.Index, IsReady = true });
                else
                    instance = null;
            }
        }

        if (instance is null)
            await PersistAsync(() => DropAsync(work.Pack, work.Index));
        else
            Signal(instance);
    }

    /// <summary>The next activity to run.</summary>
    public ValueTask<ActivityWork> NextActivityAsync(CancellationToken cancellationToken) => activities.Reader.ReadAsync(cancellationToken);

    /// <summary>Puts an activity that went wrong back.</summary>
    public void Retry(ActivityWork work) => timers.Add(BackOff(++work.Failures), () => activities.Writer.TryWrite(work));

    private void Run(ActivityPack pack, List<TaskMessage> scheduled)
    {
        for (var index = 0; index < scheduled.Count; index++)
        {
            if (!pack.Done.Contains(index)) activities.Writer.TryWrite(new ActivityWork(pack, index, scheduled[index]));
        }
    }

    /// <summary>Forgets a result that nobody waits for, and the pack when it was the last.</summary>
    private async Task DropAsync(ActivityPack pack, int index)
    {
        lock (pack.Done)
        {
            pack.Done.Add(index);
            if (pack.Done.Count < pack.Count) return;
        }

        await Table.DeleteAsync(Keys.Partition(pack.InstanceId), pack.RowKey);
    }
}
