using Dfm.Core.Catalogue;

namespace Dfm.Core.Meters;

/// <summary>A counter that assets may have (« grandeur »): black, colour, scans, A3…</summary>
/// <param name="Code">In the format of identifiers; names the counter in readings and files.</param>
/// <param name="Label">French label shown to customers.</param>
/// <param name="Order">Position in lists, ascending.</param>
/// <param name="Colours">The toners that a page on this counter uses; empty for scans, and for pages that another counter counts too.</param>
public sealed record Counter(string Code, string Label, int Order, IReadOnlyList<ConsumableColour> Colours);
