namespace Dfm.Core.Imports;

/// <summary>The content of an imported file.</summary>
/// <param name="Records">The valid lines, in the file's order.</param>
/// <param name="Errors">The errors of the other lines, in the file's order.</param>
public sealed record ImportFile<T>(IReadOnlyList<T> Records, IReadOnlyList<ImportError> Errors);
