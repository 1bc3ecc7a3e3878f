using System.Globalization;
using System.Text;
using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Dfm.LocalHost.Pages.LocalPage;

namespace Dfm.LocalHost.ServiceBus;

/// <summary><c>/local/queues</c>: the queues, and one with its messages, as a page or as JSON; and dead letters sent again.</summary>
internal static class QueuePages
{
    private const int LargestShown = 32;

    /// <summary>Maps the pages of these accounts' queues.</summary>
    public static void MapQueuePages(this IEndpointRouteBuilder endpoints, IReadOnlyList<BusAccount> accounts)
    {
        endpoints.MapGet("/local/queues", (RequestDelegate)(http => ShowAsync(http, accounts)));
        endpoints.MapGet("/local/queues/{name}", (RequestDelegate)(http => ShowAsync(http, accounts)));
        endpoints.MapPost("/local/queues/{name}/resubmit", (RequestDelegate)(http => ResubmitAsync(http, accounts)));
    }

    private static async Task ShowAsync(HttpContext http, IReadOnlyList<BusAccount> accounts)
    {
        var name = http.Request.RouteValues["name"] as string;
        var found = await FindAsync(http, accounts, name);
        if (name is null && WantsJson(http.Request)) await http.Response.WriteAsJsonAsync(found.Select(one => Describe(one.State)));
        else if (name is null) await LocalPage.WriteAsync(http.Response, "Queues", List(found.Select(one => one.State)));
        else if (found.Count == 0) http.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (WantsJson(http.Request)) await http.Response.WriteAsJsonAsync(Describe(found[0].State));
        else await LocalPage.WriteAsync(http.Response, name, Queue(found[0].State));
    }

    /// <summary>Sends one dead letter again, or all when the form names none; leads back to the queue's page.</summary>
    private static async Task ResubmitAsync(HttpContext http, IReadOnlyList<BusAccount> accounts)
    {
        var name = (string)http.Request.RouteValues["name"]!;
        var isForged = CrossSite.IsForged(http.Request);
        var found = isForged ? [] : await FindAsync(http, accounts, name);
        if (found.Count == 0)
        {
            http.Response.StatusCode = isForged ? StatusCodes.Status403Forbidden : StatusCodes.Status404NotFound;
            return;
        }

        var chosen = http.Request.HasFormContentType ? (await http.Request.ReadFormAsync(http.RequestAborted))["sequence"].ToString() : "";
        // What is no number is no message's. Not cancelled when the browser leaves.
        long? sequence = chosen.Length == 0 ? null : long.TryParse(chosen, CultureInfo.InvariantCulture, out var number) ? number : -1;
        var sent = await found[0].Account.Queue(name).ResubmitAsync(sequence, CancellationToken.None);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"/local/queues/{name}?resubmitted={sent}";
    }

    /// <summary>The queue with a name, or all. None is made by asking for it.</summary>
    private static async Task<List<(BusAccount Account, QueueState State)>> FindAsync(
        HttpContext http, IReadOnlyList<BusAccount> accounts, string? name)
    {
        var found = new List<(BusAccount, QueueState)>();
        foreach (var account in accounts)
            found.AddRange((await account.ReadAsync(http.RequestAborted)).Where(one => one.Name == (name ?? one.Name)).Select(one => (account, one)));
        return found;
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

    private static StringBuilder List(IEnumerable<QueueState> states)
    {
        var page = new StringBuilder("<h1>Queues</h1><table><tr><th>Queue<th>Messages<th>Scheduled<th>Locked<th>Dead letters</tr>");
        foreach (var state in states)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td><a href=\"/local/queues/{state.Name}\">{state.Name}</a></td><td>{state.Length}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{state.Scheduled}</td><td>{state.Locked}</td><td>{state.DeadLetters.Count}</td></tr>");
        }

        return page.Append("</table>");
    }

    private static StringBuilder Queue(QueueState state)
    {
        var page = new StringBuilder("<p><a href=\"/local/queues\">Queues</a></p>").Append(CultureInfo.InvariantCulture, $"<h1>{state.Name}</h1>")
            .Append(CultureInfo.InvariantCulture, $"<p>{state.Length} messages: {state.Scheduled} scheduled, {state.Locked} locked.</p>")
            .Append(CultureInfo.InvariantCulture, $"<h2>Waiting: {state.Waiting.Count}</h2>");
        foreach (var message in state.Waiting.Take(LargestShown)) Append(page, message);
        page.Append(CultureInfo.InvariantCulture, $"<h2>Dead letters: {state.DeadLetters.Count}</h2>");
        if (state.DeadLetters.Count > 0) page.Append(Button(state.Name, "", "Send all again, as new messages with ids of their own"));
        foreach (var message in state.DeadLetters.Take(LargestShown))
            Append(page, message).Append(Button(state.Name, $"{message.SequenceNumber}", "Send again"));
        return page;
    }

    private static StringBuilder Append(StringBuilder page, ServiceBusReceivedMessage message)
    {
        page.Append("<hr><dl>");
        Field(page, "Message id", Encode(message.MessageId));
        Field(page, "Subject", Encode(message.Subject));
        Field(page, "Enqueued (UTC)", Time(message.EnqueuedTime));
        Field(page, "Deliveries", $"{message.DeliveryCount}");
        foreach (var (name, value) in message.ApplicationProperties)
            Field(page, name, Encode(Convert.ToString(value, CultureInfo.InvariantCulture)));
        return page.Append("</dl>").Append(Payload(message.Body.ToString()));
    }

    private static string Button(string queue, string sequence, string text) =>
        $"<form method=\"post\" action=\"/local/queues/{queue}/resubmit\"><input type=\"hidden\" name=\"sequence\" value=\"{sequence}\">"
        + $"<button>{text}</button></form>";
}
