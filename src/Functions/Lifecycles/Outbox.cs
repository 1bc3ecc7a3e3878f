using System.Threading.Channels;
using Azure;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Functions.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Lifecycles;

/// <summary>
/// Dispatches what accepted commands left in the outbox: at once, behind the answer to the caller, and whatever a crash left behind when
/// <see cref="SweepOutbox"/> finds it. The effects of one DIT or order go out in their order; doing one twice does it once.
/// </summary>
/// <param name="tables">Where the outbox rows lie.</param>
/// <param name="log">Tells of effects that could not be dispatched; the sweep tries them again.</param>
public sealed partial class Outbox(TableServiceClient tables, ILogger<Outbox> log) : BackgroundService
{
    private const int Lanes = 16;

    /// <summary>The tables that hold outbox rows, partitioned by customer.</summary>
    private static readonly string[] Tables = [TableNames.Dits, TableNames.Orders];

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

    private readonly Channel<Work>[] lanes = [.. Enumerable.Range(0, Lanes).Select(_ => Channel.CreateUnbounded<Work>())];

    /// <summary>Dispatches an effect that was just stored, without making the caller wait.</summary>
    /// <param name="lifecycles">To tell the lifecycle by.</param>
    /// <param name="table">Where it was stored.</param>
    /// <param name="customer">Whose it is.</param>
    /// <param name="number">The DIT's or order's number.</param>
    /// <param name="effect">The effect.</param>
    internal void Dispatch(DurableTaskClient lifecycles, string table, CustomerId customer, long number, OutboxEffect effect) =>
        Enqueue(new Work(lifecycles, table, customer, number, effect));

    /// <summary>Dispatches whatever the outboxes of a customer still hold.</summary>
    internal async Task Sweep(DurableTaskClient lifecycles, CustomerId customer, CancellationToken cancellationToken)
    {
        foreach (var table in Tables)
        {
            var numbers = new HashSet<long>();
            var waiting = tables.GetTableClient(table).All(customer.Value, LifecycleKeys.OutboxPrefix, ["RowKey"], cancellationToken);
            await foreach (var row in waiting)
                numbers.Add(LifecycleKeys.NumberOfOutbox(row.RowKey));
            foreach (var number in numbers) Enqueue(new Work(lifecycles, table, customer, number, null));
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(lanes.Select(lane => Drain(lane.Reader, stoppingToken)));

    private void Enqueue(Work work) => lanes[work.Number % Lanes].Writer.TryWrite(work);

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
        var table = tables.GetTableClient(work.Table);
        try
        {
            // A start is the first effect of its number: nothing can wait before it. A signal goes out behind whatever waits.
            if (work.Effect is { Kind: OutboxEffectKind.Start } start)
                await Perform(work, table, start, LifecycleKeys.Outbox(work.Number, 1), stopping);
            else
                await foreach (var row in table.All(work.Customer.Value, LifecycleKeys.OutboxOf(work.Number), null, stopping))
                    await Perform(work, table, OutboxEffect.Read(row), row.RowKey, stopping);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            LeftForSweep(failure, work.Number, work.Table);
        }
    }

    private static async Task Perform(Work work, TableClient table, OutboxEffect effect, string key, CancellationToken stopping)
    {
        if (effect.Kind is OutboxEffectKind.Start) await Start(work.Lifecycles, effect, stopping);
        else await Signal(work.Lifecycles, effect, stopping);
        await table.DeleteEntityAsync(work.Customer.Value, key, ETag.All, stopping);
    }

    private static async Task Start(DurableTaskClient lifecycles, OutboxEffect effect, CancellationToken stopping)
    {
        try
        {
            var once = new StartOrchestrationOptions(effect.Instance).WithDedupeStatuses(AnyStatus);
            await lifecycles.ScheduleNewOrchestrationInstanceAsync(effect.Name, effect.Payload, once, stopping);
        }
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            // Refused because it was started before, which is what was wanted; the type of that refusal differs between backends.
            if (await lifecycles.GetInstanceAsync(effect.Instance, getInputsAndOutputs: false, stopping) is null) throw;
        }
    }

    private static async Task Signal(DurableTaskClient lifecycles, OutboxEffect effect, CancellationToken stopping)
    {
        try
        {
            await lifecycles.RaiseEventAsync(effect.Instance, effect.Name, effect.Payload, stopping);
        }
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            // Refused because the lifecycle has ended, and it ends only when it has followed every signal: this one came before.
            var found = await lifecycles.GetInstanceAsync(effect.Instance, getInputsAndOutputs: false, stopping);
            if (found is not { IsCompleted: true }) throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outbox of {Number} in {Table} could not be dispatched; the sweep tries again.")]
    private partial void LeftForSweep(Exception failure, long number, string table);

    /// <summary>A number whose outbox is to be dispatched; <paramref name="Effect"/> is null when it comes from the sweep.</summary>
    private sealed record Work(DurableTaskClient Lifecycles, string Table, CustomerId Customer, long Number, OutboxEffect? Effect);
}
