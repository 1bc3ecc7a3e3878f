using System.Diagnostics;
using Azure.Messaging.ServiceBus;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>
/// The traces of the official client and of the host's extension, by the names that these have: a message carries the trace of its sender,
/// and who handles it goes on with that.
/// </summary>
internal static class MessageTraces
{
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";
    private const string DiagnosticId = "Diagnostic-Id"; // The older name of the first, which readers still ask for.
    private const string Queue = "messaging.destination.name";
    private const string System = "messaging.system";

    private static readonly ActivitySource Messages = new("Azure.Messaging.ServiceBus.Message");
    private static readonly ActivitySource Processor = new("Azure.Messaging.ServiceBus.ServiceBusProcessor");

    /// <summary>Writes the trace that the message is sent in on it, unless it has one or nobody traces.</summary>
    public static void Stamp(ServiceBusMessage message, string queue)
    {
        var properties = message.ApplicationProperties;
        if (properties.ContainsKey(DiagnosticId) || properties.ContainsKey(TraceParent)) return;
        using var activity = Messages.StartActivity("Message", ActivityKind.Producer);
        if (activity?.SetTag(System, "servicebus").SetTag(Queue, queue).Id is not { } id) return;
        properties[DiagnosticId] = properties[TraceParent] = id;
        if (activity.TraceStateString is { Length: > 0 } state) properties[TraceState] = state;
    }

    /// <summary>Begins to handle a message; null when nobody traces.</summary>
    public static Activity? Process(ServiceBusReceivedMessage message, string queue)
    {
        var properties = message.ApplicationProperties;
        var (parent, state) = (properties.GetValueOrDefault(TraceParent) as string, properties.GetValueOrDefault(TraceState) as string);
        _ = ActivityContext.TryParse(parent, state, isRemote: true, out var context);
        return Processor.StartActivity("ServiceBusProcessor.ProcessMessage", ActivityKind.Consumer, context)
            ?.SetTag(System, "servicebus").SetTag(Queue, queue);
    }
}
