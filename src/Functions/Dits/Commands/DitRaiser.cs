using Dfm.Core.Attachments;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Commands;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Dits.Storage;

namespace Dfm.Functions.Dits.Commands;

/// <summary>Raises DITs, whichever way the request comes: the form is checked, and the transaction is the same.</summary>
public sealed class DitRaiser(INatureStore natures, IDitStore dits, DitPolicy policy, TimeProvider clock)
{
    /// <summary>Puts a new DIT, its journal, its places in lists and what follows into the unit of work.</summary>
    /// <param name="number">Asked for the number once the form is accepted.</param>
    /// <param name="attachments">Stored already.</param>
    /// <param name="open">The asset's open DITs, where they were read before; else null.</param>
    /// <returns>The DIT as its customer sees it, with what should be known about it; or why the form is refused.</returns>
    public async Task<Result<DitResponse>> Raise(
        UnitOfWork unit,
        Asset asset,
        DitForm form,
        Person by,
        Func<ValueTask<DitNumber>> number,
        IReadOnlyList<Attachment> attachments,
        OpenDits? open,
        CancellationToken cancellationToken)
    {
        var request = DitRequest.Parse(form, asset.Kind, await natures.List(cancellationToken));
        if (!request.IsSuccess) return request.Problem;
        var (assigned, now) = (await number(), clock.GetUtcNow());
        var raised = DitDecisions.Raise(assigned, asset, request.Value, by, now, policy.RemindAt(request.Value.Urgency, now), attachments);
        return Store(unit, raised, open ?? await dits.OpenOf(asset.Customer, asset.Id, cancellationToken));
    }

    private static DitResponse Store(UnitOfWork unit, DitChange raised, OpenDits open)
    {
        var dit = raised.Dit;
        unit.Add(TableDitStore.Schema, raised, DitEffects.Start(dit));
        unit.Write(TableDitStore.OpenRow(dit, open, [.. open.Numbers, dit.Number.Value]));
        var warnings = open.Numbers.Count == 0 ? [] : new[] { DitWarning.AlreadyOpen(open.Numbers) };
        return DitResponse.Of(dit, [raised.Entry]) with { Warnings = warnings };
    }
}
