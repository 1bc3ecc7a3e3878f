namespace Microsoft.DurableTask.Client;

/// <summary>How an instance is purged.</summary>
/// <param name="Recursive">Not honoured, as in Azure Functions: sub-orchestrations stay.</param>
public record PurgeInstanceOptions(bool Recursive = false);
