namespace Dfm.Core.Catalogue;

/// <summary>A consumable with the models that it fits.</summary>
/// <param name="Models">At least one.</param>
public sealed record CatalogueEntry(Consumable Consumable, IReadOnlyList<ModelKey> Models);

/// <summary>DFM's catalogue of consumables.</summary>
public interface IConsumableStore
{
    /// <summary>The consumables that fit a model, in the catalogue's order; one range query.</summary>
    Task<IReadOnlyList<Consumable>> Fitting(ModelKey model, CancellationToken cancellationToken);

    /// <summary>The catalogue's version, another one after each import; null before the first. One point read.</summary>
    Task<string?> Version(CancellationToken cancellationToken);

    /// <summary>Replaces the catalogue by <paramref name="entries"/>, for the import. Idempotent.</summary>
    /// <returns>The number of entries that were new or changed.</returns>
    Task<int> Save(IReadOnlyList<CatalogueEntry> entries, CancellationToken cancellationToken);
}
