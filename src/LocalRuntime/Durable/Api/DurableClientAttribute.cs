using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks a function's <c>DurableTaskClient</c> parameter.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>The task hub; that of host.json when null.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The name of the storage connection; <c>AzureWebJobsStorage</c> when null.</summary>
    public string? ConnectionName { get; set; }
}
