using Dfm.Core.Dits;
using Dfm.Functions.Commands;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Outbox;

namespace Dfm.Functions.Dits.Commands;

/// <summary>Executes commands on DITs.</summary>
public sealed class DitCommandHandler(CommandPipeline pipeline, IDitStore dits, IStaffQueue<DitNumber, DitState, DitSummary> queue)
    : AggregateCommandHandler<Dit, DitNumber, DitEntry, DitCommand, DitChange>(pipeline, TableDitStore.Schema)
{
    protected override Problem NotFound => DitProblems.NotFound;

    protected override Task<WithJournal<Dit, DitEntry>?> Find(CustomerId customer, DitNumber number, CancellationToken cancellationToken) =>
        dits.FindWithJournal(customer, number, cancellationToken);

    protected override Task<CustomerId?> OwnerOf(DitNumber number, CancellationToken cancellationToken) =>
        queue.CustomerOf(number, cancellationToken);

    protected override bool IsVisible(Dit aggregate, Caller caller) => caller.MaySee(aggregate.Subject.Site);

    protected override Result<DitChange> Decide(Dit aggregate, DitCommand command) => DitDecisions.Decide(aggregate, command);

    protected override bool HasEffects(DitCommand command) => DitEffects.CanFollow(command);

    protected override OutboxEffect? EffectOf(DitChange change, IReadOnlyList<DitEntry> journal) => DitEffects.Of(change, journal);

    /// <summary>A DIT that ends leaves the list of its asset's open ones.</summary>
    protected override async Task Include(UnitOfWork unit, Dit before, DitChange change, CancellationToken cancellationToken)
    {
        if (!before.State.IsOpen() || change.Dit.State.IsOpen()) return;
        var open = await dits.OpenOf(before.Customer, before.Subject.Asset, cancellationToken);
        unit.Write(TableDitStore.OpenRow(before, open, [.. open.Numbers.Where(number => number != before.Number.Value)]));
    }

    protected override Problem ChangedMeanwhile(Dit stands) => DitProblems.ChangedMeanwhile(stands.State);

    protected override Problem Conflict(Dit last) => DitProblems.Busy(last.State);
}
