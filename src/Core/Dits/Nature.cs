using Dfm.Core.Parc;

namespace Dfm.Core.Dits;

/// <summary>A nature of intervention that the customer picks from the list (« nature de l'intervention »); the list is data.</summary>
/// <param name="Code">Stable code, e.g. <c>PANNE</c>.</param>
/// <param name="Label">French label.</param>
/// <param name="Kinds">The kinds of assets it applies to.</param>
/// <param name="Order">Place in the list, ascending.</param>
public sealed record Nature(string Code, string Label, IReadOnlyList<AssetKind> Kinds, int Order);
