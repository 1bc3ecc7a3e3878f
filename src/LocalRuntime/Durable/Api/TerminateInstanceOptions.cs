namespace Microsoft.DurableTask.Client;

/// <summary>How an instance is terminated.</summary>
/// <param name="Output">The output it ends with.</param>
/// <param name="Recursive">Not honoured, as in Azure Functions: sub-orchestrations go on.</param>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
