using Dfm.Core.Dits;
using Dfm.Functions.Commands;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Dits.Storage;

namespace Dfm.Functions.Dits.Commands;

/// <summary>What raising a DIT stores, whoever has asked for it.</summary>
public static class RaisedDit
{
    /// <summary>Stores the DIT, and itself in the list of its asset's open ones; returns it with what should be known about that.</summary>
    /// <param name="open">The asset's open DITs before.</param>
    public static DitResponse Store(UnitOfWork unit, DitChange raised, OpenDits open)
    {
        var dit = raised.Dit;
        unit.Add(TableDitStore.Schema, raised, DitEffects.Start(dit));
        unit.Write(TableDitStore.OpenRow(dit, open, [.. open.Numbers, dit.Number.Value]));
        var warnings = open.Numbers.Count == 0 ? [] : new[] { DitWarning.AlreadyOpen(open.Numbers) };
        return DitResponse.Of(dit, [raised.Entry]) with { Warnings = warnings };
    }
}
