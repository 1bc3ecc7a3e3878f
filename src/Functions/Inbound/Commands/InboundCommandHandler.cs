using Dfm.Core.Dits;
using Dfm.Core.Inbound;
using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Inbound.Processing;
using Dfm.Functions.Inbound.Responses;
using Dfm.Functions.Inbound.Storage;
using Dfm.Functions.Parc.Requests;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Inbound.Commands;

/// <summary>What the staff assigns a mail to, as it was entered: an asset with its customer, a DIT, or an order.</summary>
public sealed record AssignmentForm(string? Customer, string? Asset, string? Dit, string? Order);

/// <summary>
/// Executes the staff's commands on mails that wait. A transaction settles the mail; what it is assigned to lies in a customer's partition,
/// and follows by the outbox.
/// </summary>
public sealed class InboundCommandHandler(
    CommandPipeline pipeline,
    TableInboundStore mails,
    IAssetStore assets,
    IStaffQueue<DitNumber, DitState, DitSummary> dits,
    IStaffQueue<OrderNumber, OrderState, OrderSummary> orders)
{
    /// <summary>Nothing is wanted of the mail.</summary>
    public Task<CommandOutcome<StoredResponse>> Discard(string id, string by, Idempotency? idempotency, CancellationToken cancellationToken) =>
        Run(id, (_, record) => record.Discard(by), hasEffects: false, idempotency, cancellationToken);

    /// <summary>The mail belongs there.</summary>
    public async Task<CommandOutcome<StoredResponse>> Assign(
        string id, AssignmentForm form, string by, Idempotency? idempotency, CancellationToken cancellationToken)
    {
        var target = await TargetOf(form, cancellationToken);
        return await Run(id, Decide, hasEffects: true, idempotency, cancellationToken);

        Result<InboundRecord> Decide(UnitOfWork unit, InboundRecord record)
        {
            if (!target.IsSuccess) return target.Problem;
            var assigned = record.Assign(target.Value, by);
            if (assigned.IsSuccess) unit.Follow(AssignedMailEffect.Of(new(id, target.Value, assigned.Value.Assignments)));
            return assigned;
        }
    }

    private async Task<Result<AssignmentTarget>> TargetOf(AssignmentForm form, CancellationToken cancellationToken) => form switch
    {
        { Dit: { } number } => DitNumber.TryParse(number, out var dit) && await dits.CustomerOf(dit, cancellationToken) is { } customer
            ? new AssignmentTarget(customer, null, new MailTopic(MailTopicKind.Dit, dit.Value))
            : DitProblems.NotFound,
        { Order: { } number } => OrderNumber.TryParse(number, out var order) && await orders.CustomerOf(order, cancellationToken) is { } customer
            ? new AssignmentTarget(customer, null, new MailTopic(MailTopicKind.Order, order.Value))
            : OrderProblems.NotFound,
        _ => CustomerId.TryParse(form.Customer, out var customer) && AssetId.TryParse(form.Asset, out var asset)
            && await assets.Find(customer, asset, cancellationToken) is not null
                ? new AssignmentTarget(customer, asset, null)
                : ParcProblems.AssetNotFound,
    };

    private async Task<CommandOutcome<StoredResponse>> Run(
        string id,
        Func<UnitOfWork, InboundRecord, Result<InboundRecord>> decide,
        bool hasEffects,
        Idempotency? idempotency,
        CancellationToken cancellationToken)
    {
        await using var execution = pipeline.Begin(TableNames.InboundMails, TableInboundStore.Partition, hasEffects);
        return await execution.Run(Try, () => InboundProblems.Busy, idempotency);

        async Task<Result<StoredResponse>> Try(UnitOfWork unit)
        {
            if (await mails.Find(id, cancellationToken) is not { } stored) return InboundProblems.NotFound;
            var decided = decide(unit, stored.Value);
            if (!decided.IsSuccess) return decided.Problem;
            TableInboundStore.Write(unit, stored, decided.Value);
            return unit.Respond(StoredResponses.Of(InboundMailResponse.Of(decided.Value)));
        }
    }
}
