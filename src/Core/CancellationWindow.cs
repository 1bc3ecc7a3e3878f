namespace Dfm.Core;

/// <summary>Whether the customer may cancel in the current state.</summary>
/// <param name="Reason">Why not, in French; null when open.</param>
public sealed record CancellationWindow(bool Open, string? Reason);
