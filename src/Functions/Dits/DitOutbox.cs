using System.Threading.Channels;
using Azure;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Dits;

/// <summary>
/// Dispatches what accepted commands left in the outbox: at once, behind the answer to the caller, and whatever a crash left behind when
/// <see cref="SweepOutbox"/> finds it. The effects of one DIT go out in their order; doing one twice does it once.
/// </summary>
/// <param name="tables">Where the outbox rows lie.</param>
/// <param name="log">Tells of effects that could not be dispatched; the sweep tries them again.</param>
public sealed partial class DitOutbox(TableServiceClient tables, ILogger<DitOutbox> log) : BackgroundService
{
    private const int Lanes = 16;

    /// <summary>A lifecycle runs once: whatever became of it, it is not started again.</summary>
    private static readonly OrchestrationRuntimeStatus[] AnyStatus =
    [
        OrchestrationRuntimeStatus.Pending,
        OrchestrationRuntimeStatus.Running,
        OrchestrationRuntimeStatus.Suspended,
        OrchestrationRuntimeStatus.Completed,
        OrchestrationRuntimeStatus.Failed,
        OrchestrationRuntimeStatus.Terminated,
    ];

    private readonly TableClient table = tables.GetTableClient(TableNames.Dits);
    private readonly Channel<Work>[] lanes = [.. Enumerable.Range(0, Lanes).Select(_ => Channel.CreateUnbounded<Work>())];

    /// <summary>Dispatches an effect that was just stored, without making the caller wait.</summary>
    internal void Dispatch(DurableTaskClient lifecycles, CustomerId customer, DitNumber number, OutboxEffect effect) =>
        Enqueue(new Work(lifecycles, customer, number, effect));

    /// <summary>Dispatches whatever the outbox of a customer still holds.</summary>
    internal async Task Sweep(DurableTaskClient lifecycles, CustomerId customer, CancellationToken cancellationToken)
    {
        var numbers = new HashSet<DitNumber>();
        await foreach (var row in table.All(customer.Value, DitKeys.OutboxPrefix, ["RowKey"], cancellationToken))
            numbers.Add(DitKeys.NumberOfOutbox(row.RowKey));
        foreach (var number in numbers) Enqueue(new Work(lifecycles, customer, number, null));
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(lanes.Select(lane => Drain(lane.Reader, stoppingToken)));

    private void Enqueue(Work work) => lanes[work.Number.Sequence % Lanes].Writer.TryWrite(work);

    private async Task Drain(ChannelReader<Work> lane, CancellationToken stopping)
    {
        try
        {
            await foreach (var work in lane.ReadAllAsync(stopping)) await Try(work, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What is left lies in the outbox: the next start sweeps it.
        }
    }

    private async Task Try(Work work, CancellationToken stopping)
    {
        try
        {
            // A start is the first effect of its DIT: nothing can wait before it. A signal goes out behind whatever waits.
            if (work.Effect is { Kind: OutboxEffectKind.Start } start)
                await Perform(work, start, DitKeys.Outbox(work.Number, 1), swept: false, stopping);
            else
                await foreach (var row in table.All(work.Customer.Value, DitKeys.OutboxOf(work.Number), null, stopping))
                    await Perform(work, OutboxEffect.Read(row), row.RowKey, swept: work.Effect is null, stopping);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            LeftForSweep(failure, work.Number.Value);
        }
    }

    private async Task Perform(Work work, OutboxEffect effect, string key, bool swept, CancellationToken stopping)
    {
        var instance = DitLifecycle.InstanceId(work.Number);
        if (effect.Kind is OutboxEffectKind.Signal) await Signal(work.Lifecycles, instance, effect.Transition!, stopping);
        else if (!swept || !await Exists(work.Lifecycles, instance, stopping)) await Start(work.Lifecycles, instance, effect.Dit!, stopping);
        await table.DeleteEntityAsync(work.Customer.Value, key, ETag.All, stopping);
    }

    private static async Task Start(DurableTaskClient lifecycles, string instance, Dit dit, CancellationToken stopping)
    {
        try
        {
            var once = new StartOrchestrationOptions(instance).WithDedupeStatuses(AnyStatus);
            await lifecycles.ScheduleNewOrchestrationInstanceAsync(nameof(DitLifecycle), dit, once, stopping);
        }
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            // Refused because it runs already, which is what was wanted; the type of that refusal differs between backends.
            if (!await Exists(lifecycles, instance, stopping)) throw;
        }
    }

    private static async Task Signal(DurableTaskClient lifecycles, string instance, DitTransition transition, CancellationToken stopping)
    {
        try
        {
            await lifecycles.RaiseEventAsync(instance, DitLifecycle.Moved, transition, stopping);
        }
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            // Refused because the lifecycle has ended, and it ends only when it has followed every signal: this one came before.
            if (await lifecycles.GetInstanceAsync(instance, getInputsAndOutputs: false, stopping) is not { IsCompleted: true }) throw;
        }
    }

    private static async Task<bool> Exists(DurableTaskClient lifecycles, string instance, CancellationToken stopping) =>
        await lifecycles.GetInstanceAsync(instance, getInputsAndOutputs: false, stopping) is not null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outbox of DIT {Number} could not be dispatched; the sweep tries again.")]
    private partial void LeftForSweep(Exception failure, string number);

    /// <summary>A DIT whose outbox is to be dispatched; <paramref name="Effect"/> is null when it comes from the sweep.</summary>
    private sealed record Work(DurableTaskClient Lifecycles, CustomerId Customer, DitNumber Number, OutboxEffect? Effect);
}
