using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function for each message of a queue. The parameter is a <c>ServiceBusReceivedMessage</c>, or its body as a
/// string, <see cref="BinaryData"/>, bytes, or an object read from JSON.</summary>
/// <param name="queueName">The queue, or <c>%Setting%</c> that names a setting with it.</param>
public sealed class ServiceBusTriggerAttribute(string queueName) : TriggerBindingAttribute
{
    /// <summary>Completes the message when the function returns. Takes effect together with host.json's setting of that name.</summary>
    public bool AutoCompleteMessages { get; set; } = true;

    /// <summary>The setting that holds the connection; null for <c>AzureWebJobsServiceBus</c>.</summary>
    public string? Connection { get; set; }

    /// <summary>The queue, or <c>%Setting%</c>.</summary>
    public string? QueueName { get; } = queueName;
}
