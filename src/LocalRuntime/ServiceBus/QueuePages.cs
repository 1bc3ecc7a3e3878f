using System.Globalization;
using System.Text;
using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using static Dfm.LocalRuntime.Pages.LocalPage;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>The queues as HTML: the list, and one queue's messages, with buttons that send dead letters again.</summary>
internal static class QueuePages
{
    private const string Style = "section{border-left:3px solid #b6c4d4;padding-left:1.2rem;margin-bottom:2rem}.done{color:#3c5a00}";
    private const int ShownBytes = 64;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes the list.</summary>
    public static Task WriteListAsync(HttpResponse response, IReadOnlyList<QueueState> states)
    {
        var page = new StringBuilder("<h1>Queues</h1>");
        if (states.Count == 0)
            page.Append("<p>No queue yet: one exists as soon as it is used.</p>");
        page.Append("<table><tr><th>Queue</th><th>Messages</th><th>Scheduled</th><th>Locked</th><th>Dead letters</th></tr>");
        foreach (var state in states)
        {
            var name = Encode(state.Name);
            page.Append(CultureInfo.InvariantCulture, $"<tr><td><a href=\"/local/queues/{name}\">{name}</a></td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{state.Length}</td><td>{state.Scheduled}</td><td>{Locked(state)}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{DeadLetters(state)}</td></tr>");
        }

        return WriteAsync(response, "Queues", page.Append("</table>"), Style);
    }

    /// <summary>Writes one queue.</summary>
    /// <param name="response">Where to.</param>
    /// <param name="state">What is in it.</param>
    /// <param name="resubmitted">How many dead letters were sent again just now; null when the page was not called for that.</param>
    public static Task WriteQueueAsync(HttpResponse response, QueueState state, int? resubmitted)
    {
        var page = new StringBuilder("<p><a href=\"/local/queues\">Queues</a></p>");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Encode(state.Name)}</h1>");
        if (resubmitted is { } count)
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"done\">{Resubmitted(count)}</p>");
        page.Append("<dl>");
        Field(page, "Messages", Number(state.Length));
        Field(page, "Scheduled for later", Number(state.Scheduled));
        Field(page, "Locked: being handled", Locked(state));
        Field(page, "Dead letters", DeadLetters(state));
        page.Append("</dl><h2>Waiting</h2>");
        AppendShown(page, state.Waiting.Count, "No message waits.");
        foreach (var message in state.Waiting)
            Append(page.Append("<section><dl>"), message).Append("</section>");
        page.Append("<h2>Dead letters</h2>");
        AppendShown(page, state.DeadLetters.Count, "None.");
        if (state.DeadLetters.Count > 0)
            page.Append("<p>Resubmitting sends the same body and properties as a new message and takes the dead letter away. The new ")
                .Append("message has an id of its own: under the old one it would be dropped as a duplicate.</p>")
                .Append(Button(state.Name, null));
        foreach (var message in state.DeadLetters)
            AppendDead(page, state.Name, message);
        return WriteAsync(response, state.Name, page, Style);
    }

    private static void AppendDead(StringBuilder page, string queue, ServiceBusReceivedMessage message)
    {
        page.Append("<section><dl>");
        Field(page, "Why", $"<span class=\"failed\">{Encode(Why(message))}</span>");
        Field(page, "Reason", Encode(message.DeadLetterReason));
        Field(page, "Description", Encode(message.DeadLetterErrorDescription));
        Append(page, message).Append(Button(queue, message)).Append("</section>");
    }

    private static StringBuilder Append(StringBuilder page, ServiceBusReceivedMessage message)
    {
        Field(page, "Message id", Encode(message.MessageId));
        Field(page, "Subject", Encode(message.Subject));
        Field(page, "Enqueued (UTC)", Time(message.EnqueuedTime));
        Field(page, "Delivered", message.DeliveryCount == 1 ? "once" : $"{Number(message.DeliveryCount)} times");
        Field(page, "Correlation id", Encode(message.CorrelationId));
        Field(page, "Content type", Encode(message.ContentType));
        foreach (var (name, value) in message.ApplicationProperties)
        {
            if (name is not ("DeadLetterReason" or "DeadLetterErrorDescription"))
                Field(page, name, Encode(Convert.ToString(value, CultureInfo.InvariantCulture)));
        }

        return page.Append(CultureInfo.InvariantCulture, $"</dl><pre>{Encode(Cut(Text(message.Body)))}</pre>");
    }

    private static string Why(ServiceBusReceivedMessage dead) => dead.DeadLetterReason switch
    {
        "MaxDeliveryCountExceeded" => $"It was delivered {dead.DeliveryCount} times, and its handler failed or lost its lock each time.",
        null => "Its handler put it aside without saying why.",
        _ => "Its handler put it aside.",
    };

    /// <summary>The body as indented JSON, as the text it is, or as the first of its bytes.</summary>
    private static string Text(BinaryData body)
    {
        try
        {
            var text = Utf8.GetString(body.ToMemory().Span);
            return Indent(text) ?? text;
        }
        catch (DecoderFallbackException)
        {
            var bytes = body.ToMemory().Span;
            return $"{bytes.Length} bytes, not text: {Convert.ToHexString(bytes[..Math.Min(bytes.Length, ShownBytes)])}…";
        }
    }

    private static string Button(string queue, ServiceBusReceivedMessage? message) =>
        $"<form method=\"post\" action=\"/local/queues/{Encode(queue)}/resubmit\">"
        + (message is null ? "" : $"<input type=\"hidden\" name=\"sequence\" value=\"{Number(message.SequenceNumber)}\">")
        + $"<button>{(message is null ? "Resubmit all" : "Resubmit")}</button></form>";

    private static void AppendShown(StringBuilder page, int count, string none)
    {
        if (count == 0)
            page.Append(CultureInfo.InvariantCulture, $"<p>{none}</p>");
        else if (count == BusQueue.LargestReceive)
            page.Append(CultureInfo.InvariantCulture, $"<p>The first {count}.</p>");
    }

    private static string Resubmitted(int count) => count switch
    {
        0 => "No message was sent again: it is no longer among the dead letters.",
        1 => "1 message was sent again.",
        _ => $"{Number(count)} messages were sent again.",
    };

    private static string Locked(QueueState state) => state.Locked is { } locked ? Number(locked) : "unknown while so many wait";

    private static string DeadLetters(QueueState state) =>
        state.DeadLetterLength == 0 ? "0" : $"<span class=\"failed\">{Number(state.DeadLetterLength)}</span>";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
