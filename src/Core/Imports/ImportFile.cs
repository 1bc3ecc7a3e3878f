namespace Dfm.Core.Imports;

/// <summary>What a file of the ERP holds.</summary>
/// <param name="Records">The lines that are right, in the file's order.</param>
/// <param name="Errors">What is wrong with the others, in the file's order.</param>
public sealed record ImportFile<T>(IReadOnlyList<T> Records, IReadOnlyList<ImportError> Errors);
