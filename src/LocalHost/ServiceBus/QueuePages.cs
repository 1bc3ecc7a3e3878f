using System.Globalization;
using System.Text;
using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Dfm.LocalHost.Pages.LocalPage;

namespace Dfm.LocalHost.ServiceBus;

/// <summary>
/// <c>/local/queues</c>: the queues, and one queue with its messages, as a page or (<c>?format=json</c>, or by the Accept header) as
/// JSON; and dead letters sent again.
/// </summary>
internal static class QueuePages
{
    private const string Style = "section{border-left:3px solid #b6c4d4;padding-left:1.2rem;margin-bottom:2rem}.done{color:#3c5a00}";
    private const int LargestShown = 32;
    private const int ShownBytes = 64;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Maps the pages of these accounts' queues.</summary>
    public static void MapQueuePages(this IEndpointRouteBuilder endpoints, IReadOnlyList<BusAccount> accounts)
    {
        endpoints.MapGet("/local/queues", (RequestDelegate)(http => ListAsync(http, accounts)));
        endpoints.MapGet("/local/queues/{name}", (RequestDelegate)(http => ShowAsync(http, accounts)));
        endpoints.MapPost("/local/queues/{name}/resubmit", (RequestDelegate)(http => ResubmitAsync(http, accounts)));
    }

    private static async Task ListAsync(HttpContext http, IReadOnlyList<BusAccount> accounts)
    {
        var states = new List<QueueState>();
        foreach (var account in accounts) states.AddRange(await account.ReadAsync(http.RequestAborted));
        if (WantsJson(http.Request)) await http.Response.WriteAsJsonAsync(states.Select(Describe), http.RequestAborted);
        else await WriteListAsync(http.Response, states);
    }

    private static async Task ShowAsync(HttpContext http, IReadOnlyList<BusAccount> accounts)
    {
        if (await FindAsync(http, accounts) is not (_, { } state)) http.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (WantsJson(http.Request)) await http.Response.WriteAsJsonAsync(Describe(state), http.RequestAborted);
        else await WriteQueueAsync(http.Response, state, http.Request.Query["resubmitted"].ToString());
    }

    /// <summary>Sends one dead letter again, or all when the form names none; leads back to the queue's page.</summary>
    private static async Task ResubmitAsync(HttpContext http, IReadOnlyList<BusAccount> accounts)
    {
        if (CrossSite.IsForged(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (await FindAsync(http, accounts) is not ({ } account, { } state))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var chosen = http.Request.HasFormContentType ? (await http.Request.ReadFormAsync(http.RequestAborted))["sequence"].ToString() : "";
        long? sequence = long.TryParse(chosen, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (chosen.Length > 0 && sequence is null)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        // Not cancelled when the browser leaves.
        var sent = await account.Queue(state.Name).ResubmitAsync(sequence, CancellationToken.None);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"/local/queues/{state.Name}?resubmitted={sent}";
    }

    /// <summary>The queue that the address names. None is made by asking for it.</summary>
    private static async Task<(BusAccount? Account, QueueState? State)> FindAsync(HttpContext http, IReadOnlyList<BusAccount> accounts)
    {
        var name = (string)http.Request.RouteValues["name"]!;
        foreach (var account in accounts)
        {
            var states = await account.ReadAsync(http.RequestAborted);
            if (states.FirstOrDefault(one => one.Name == name) is { } state) return (account, state);
        }

        return default;
    }

    private static object Describe(QueueState state) => new
    {
        name = state.Name,
        length = state.Length,
        scheduled = state.Scheduled,
        locked = state.Locked,
        deadLetterLength = state.DeadLetters.Count,
        deadLetters = state.DeadLetters.Select(dead => new
        {
            messageId = dead.MessageId,
            subject = dead.Subject,
            reason = dead.DeadLetterReason,
            description = dead.DeadLetterErrorDescription,
            enqueuedTime = dead.EnqueuedTime,
            deliveryCount = dead.DeliveryCount,
            sequenceNumber = dead.SequenceNumber,
        }),
    };

    private static Task WriteListAsync(HttpResponse response, List<QueueState> states)
    {
        var page = new StringBuilder("<h1>Queues</h1>");
        if (states.Count == 0) page.Append("<p>No queue yet: one exists as soon as it is used.</p>");
        page.Append("<table><tr><th>Queue</th><th>Messages</th><th>Scheduled</th><th>Locked</th><th>Dead letters</th></tr>");
        foreach (var state in states)
        {
            var name = Encode(state.Name);
            page.Append(CultureInfo.InvariantCulture, $"<tr><td><a href=\"/local/queues/{name}\">{name}</a></td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{state.Length}</td><td>{state.Scheduled}</td><td>{state.Locked}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{DeadLetters(state)}</td></tr>");
        }

        return LocalPage.WriteAsync(response, "Queues", page.Append("</table>"), Style);
    }

    private static Task WriteQueueAsync(HttpResponse response, QueueState state, string resubmitted)
    {
        var page = new StringBuilder("<p><a href=\"/local/queues\">Queues</a></p>");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Encode(state.Name)}</h1>");
        if (resubmitted.Length > 0) page.Append(CultureInfo.InvariantCulture, $"<p class=\"done\">{Encode(resubmitted)} sent again.</p>");
        page.Append("<dl>");
        Field(page, "Messages", $"{state.Length}");
        Field(page, "Scheduled for later", $"{state.Scheduled}");
        Field(page, "Locked: being handled", $"{state.Locked}");
        Field(page, "Dead letters", DeadLetters(state));
        page.Append("</dl><h2>Waiting</h2>");
        AppendShown(page, state.Waiting.Count, "No message waits.");
        foreach (var message in state.Waiting.Take(LargestShown)) Append(page.Append("<section><dl>"), message).Append("</section>");
        page.Append("<h2>Dead letters</h2>");
        AppendShown(page, state.DeadLetters.Count, "None.");
        if (state.DeadLetters.Count > 0)
            page.Append("<p>Resubmitting sends the same body and properties as a new message, with an id of its own, and takes the dead ")
                .Append("letter away.</p>").Append(Button(state.Name, null));
        foreach (var message in state.DeadLetters.Take(LargestShown)) AppendDead(page, state.Name, message);
        return LocalPage.WriteAsync(response, state.Name, page, Style);
    }

    private static void AppendDead(StringBuilder page, string queue, ServiceBusReceivedMessage message)
    {
        page.Append("<section><dl>");
        Field(page, "Reason", $"<span class=\"failed\">{Encode(message.DeadLetterReason ?? "none given")}</span>");
        Field(page, "Description", Encode(message.DeadLetterErrorDescription));
        Append(page, message).Append(Button(queue, message)).Append("</section>");
    }

    private static StringBuilder Append(StringBuilder page, ServiceBusReceivedMessage message)
    {
        Field(page, "Message id", Encode(message.MessageId));
        Field(page, "Subject", Encode(message.Subject));
        Field(page, "Enqueued (UTC)", Time(message.EnqueuedTime));
        Field(page, "Delivered", message.DeliveryCount == 1 ? "once" : $"{message.DeliveryCount} times");
        Field(page, "Correlation id", Encode(message.CorrelationId));
        Field(page, "Content type", Encode(message.ContentType));
        foreach (var (name, value) in message.ApplicationProperties)
        {
            if (name is not ("DeadLetterReason" or "DeadLetterErrorDescription"))
                Field(page, name, Encode(Convert.ToString(value, CultureInfo.InvariantCulture)));
        }

        return page.Append(CultureInfo.InvariantCulture, $"</dl><pre>{Encode(Cut(Text(message.Body)))}</pre>");
    }

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
        + (message is null ? "" : $"<input type=\"hidden\" name=\"sequence\" value=\"{message.SequenceNumber}\">")
        + $"<button>{(message is null ? "Resubmit all" : "Resubmit")}</button></form>";

    private static void AppendShown(StringBuilder page, int count, string none)
    {
        if (count == 0) page.Append(CultureInfo.InvariantCulture, $"<p>{none}</p>");
        else if (count > LargestShown) page.Append(CultureInfo.InvariantCulture, $"<p>The first {LargestShown}.</p>");
    }

    private static string DeadLetters(QueueState state) =>
        state.DeadLetters.Count == 0 ? "0" : $"<span class=\"failed\">{state.DeadLetters.Count}</span>";
}
