namespace Dfm.Core.Imports;

/// <summary>An error in a line of an imported file.</summary>
/// <param name="Line">From 1; the header is line 1.</param>
/// <param name="Column">The column's name in the header; null when the line as a whole is invalid.</param>
/// <param name="Message">One French sentence.</param>
public sealed record ImportError(int Line, string? Column, string Message);
