namespace Dfm.Core.Imports;

/// <summary>What is wrong with one line of an imported file.</summary>
/// <param name="Line">The line in the file, counted from 1; the heading is line 1.</param>
/// <param name="Column">The column's name in the heading, null when the line itself is wrong.</param>
/// <param name="Message">One French sentence.</param>
public sealed record ImportError(int Line, string? Column, string Message);
