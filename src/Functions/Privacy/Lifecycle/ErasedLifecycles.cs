using Azure.Data.Tables;
using Dfm.Core.Privacy;
using Dfm.Functions.Outbox;
using Dfm.Functions.Privacy.Storage;
using Dfm.Functions.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Privacy.Lifecycle;

/// <summary>The lifecycles of one kind of aggregate whose histories name a person.</summary>
/// <param name="instanceOf">The instance that follows the aggregate of a number.</param>
public sealed class ErasedLifecycles<TAggregate, TEntry>(
    TableServiceClient tables, AggregateSchema<TAggregate> schema, Func<long, string> instanceOf)
    where TAggregate : class, IAggregate
    where TEntry : IJournalEntry
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(1);

    private readonly TableClient table = tables.GetTableClient(schema.Table);

    /// <summary>What starts its lifecycle anew; null once it has ended.</summary>
    public required Func<TAggregate, OutboxEffect?> Restart { get; init; }

    /// <summary>Where else it stands, outside the customer's partition; by the instant of its last change.</summary>
    public required Func<TAggregate, DateTimeOffset, IEnumerable<RowPlace>> Copies { get; init; }

    /// <summary>Takes the person out of the histories and copies of all aggregates of the customer that name the person.</summary>
    public async Task Forget(CustomerId customer, Pseudonymisation person, DurableTaskClient engine, CancellationToken cancellationToken)
    {
        var named = new HashSet<long>();
        await foreach (var row in table.All(customer.Value, schema.JournalPrefix, columns: null, cancellationToken))
            if (row.Without(person) is not null) named.Add(schema.NumberOfEntry(row.RowKey));
        await foreach (var row in table.All(customer.Value, schema.RootPrefix, columns: null, cancellationToken))
            if (row.Without(person) is not null) named.Add(RowKeys.NumberOf(row.RowKey));
        foreach (var number in named) await Forget(customer, number, person, engine, cancellationToken);
    }

    private async Task Forget(CustomerId customer, long number, Pseudonymisation person, DurableTaskClient engine, CancellationToken cancellationToken)
    {
        await Purge(engine, instanceOf(number), cancellationToken);
        // Read after the purge: what changes it from now on is an event to the new lifecycle, which waits in the outbox until that has begun.
        if (await table.FindRow(customer.Value, schema.RootKey(number), cancellationToken) is not { } row) return;
        var aggregate = (row.Without(person) ?? row).Read<TAggregate>(RowJson.Data);
        if (Restart(aggregate) is { } start)
            await engine.ScheduleNewOrchestrationInstanceAsync(
                start.Name, start.Payload, new StartOrchestrationOptions(start.Instance), cancellationToken);
        var journal = await new AggregateTable<TAggregate, TEntry>(tables, schema).Journal(customer, number, cancellationToken);
        foreach (var (copies, partition, key) in Copies(aggregate, journal[^1].At))
            await tables.GetTableClient(copies).Forget(partition, key, person, cancellationToken);
    }

    private static async Task Purge(DurableTaskClient engine, string instance, CancellationToken cancellationToken)
    {
        if (await engine.GetInstanceAsync(instance, getInputsAndOutputs: false, cancellationToken) is not { } found) return;
        if (!found.IsCompleted)
        {
            await engine.TerminateInstanceAsync(instance, cancellationToken);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(LongestEnd);
            await engine.WaitForInstanceCompletionAsync(instance, deadline.Token);
        }

        await engine.PurgeInstanceAsync(instance, cancellationToken);
    }
}
