using Azure.Data.Tables;
using Dfm.Core.Approvals;
using Dfm.Core.Dits;
using Dfm.Core.Orders;
using Dfm.Functions.Approvals.Commands;
using Dfm.Functions.Approvals.Storage;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Orders.Commands;
using Dfm.Functions.Orders.Storage;
using Dfm.Functions.Privacy.Commands;
using Dfm.Functions.Privacy.Storage;
using Dfm.Functions.Satisfaction.Storage;
using Dfm.Functions.Security;
using Dfm.Functions.StaffQueues;
using Dfm.Functions.Storage;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Privacy.Lifecycle;

/// <summary>
/// Activity: purges the histories of the DITs, orders and approvals that name the person. What is still open gets a new lifecycle, which goes on
/// from how it stands. Copies outside the customer's partition, in staff's queues and answers, get the pseudonym. Idempotent.
/// </summary>
public sealed class ForgetLifecycles(TableServiceClient tables, TableErasureStore erasures)
{
    [Function(nameof(ForgetLifecycles)), Audience(Audience.Platform)]
    public async Task Run([ActivityTrigger] ErasureInput input, [DurableClient] DurableTaskClient engine, CancellationToken cancellationToken)
    {
        if (await erasures.Find(input.Customer, input.Id, cancellationToken) is not var (erasure, _)) return;
        if (erasure.ToPseudonymisation() is not { } person) return;
        await new ErasedLifecycles<Dit, DitEntry>(tables, TableDitStore.Schema, number => DitEffects.InstanceId(DitNumber.Of(number)))
        {
            Restart = dit => dit.State.IsOpen() ? DitEffects.Start(dit) : null,
            Copies = CopiesOf,
        }.Forget(input.Customer, person, engine, cancellationToken);
        await new ErasedLifecycles<Order, OrderEntry>(tables, TableOrderStore.Schema, number => OrderEffects.InstanceId(OrderNumber.Of(number)))
        {
            Restart = order => order.State.IsOpen() ? OrderEffects.Resume(order) : null,
            Copies = CopiesOf,
        }.Forget(input.Customer, person, engine, cancellationToken);
        await new ErasedLifecycles<Approval, ApprovalEntry>(
            tables, TableApprovalStore.Schema, number => ApprovalEffects.InstanceId(ApprovalNumber.Of(number)))
        {
            Restart = approval => approval.State is ApprovalState.Pending ? ApprovalEffects.Start(approval) : null,
            Copies = (_, _) => [],
        }.Forget(input.Customer, person, engine, cancellationToken);
    }

    /// <summary>Its place in the staff's queue and, once it is closed, what was thought of it.</summary>
    private static IEnumerable<RowPlace> CopiesOf(Dit dit, DateTimeOffset lastChange)
    {
        yield return new(TableNames.DitQueues, $"{dit.State}", QueueKey(dit.State.IsOpen(), dit.RemindAt, lastChange, dit.Number.Sequence));
        if (dit.State is DitState.Closed)
            yield return new(TableNames.Satisfaction, TableSatisfactionStore.MonthOf(lastChange), TableSatisfactionStore.Key(dit.Number));
    }

    private static IEnumerable<RowPlace> CopiesOf(Order order, DateTimeOffset lastChange) =>
        [new(TableNames.OrderQueues, $"{order.State}", QueueKey(order.State.IsOpen(), order.RemindAt, lastChange, order.Number.Sequence))];

    private static string QueueKey(bool isOpen, DateTimeOffset dueAt, DateTimeOffset endedAt, long number) =>
        isOpen ? QueueKeys.Due(dueAt, number) : QueueKeys.Ended(endedAt, number);
}

/// <summary>A row.</summary>
public sealed record RowPlace(string Table, string Partition, string Key);
