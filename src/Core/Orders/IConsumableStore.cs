namespace Dfm.Core.Orders;

/// <summary>A consumable with the models that it fits: a line of the catalogue.</summary>
/// <param name="Consumable">The consumable.</param>
/// <param name="Models">The models, at least one.</param>
public sealed record CatalogueEntry(Consumable Consumable, IReadOnlyList<ModelKey> Models);

/// <summary>DFM's catalogue of consumables.</summary>
public interface IConsumableStore
{
    /// <summary>What fits a model, in the catalogue's order; one query of its key range.</summary>
    Task<IReadOnlyList<Consumable>> Fitting(ModelKey model, CancellationToken cancellationToken);

    /// <summary>Makes the catalogue what <paramref name="entries"/> say: the import's writer. Doing it again changes nothing.</summary>
    /// <returns>How many of the entries were new or different.</returns>
    Task<int> Save(IReadOnlyList<CatalogueEntry> entries, CancellationToken cancellationToken);
}
