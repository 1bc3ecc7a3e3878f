using Dfm.Core.Parc;

namespace Dfm.Core.Dits;

/// <summary>A nature of intervention for the customer to choose (« nature de l'intervention »); the list is data.</summary>
/// <param name="Code">Stable, e.g. <c>PANNE</c>.</param>
/// <param name="Label">In French.</param>
/// <param name="Kinds">The kinds of assets that it applies to.</param>
/// <param name="Order">Position in the list, ascending.</param>
public sealed record Nature(string Code, string Label, IReadOnlyList<AssetKind> Kinds, int Order);
