using System.Globalization;
using System.Text;
using Dfm.LocalHost.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Dfm.LocalHost.Pages.LocalPage;

namespace Dfm.LocalHost.ServiceBus;

/// <summary><c>/local/queues</c>: the queues, or one by its name, as a page or as JSON; and dead letters sent again.</summary>
internal static class QueuePages
{
    private const int LargestShown = 32;

    /// <summary>Maps the pages of an account's queues.</summary>
    public static void MapQueuePages(this IEndpointRouteBuilder endpoints, BusAccount account)
    {
        endpoints.MapGet("/local/queues", (RequestDelegate)(http => ShowAsync(http, account)));
        endpoints.MapGet("/local/queues/{name}", (RequestDelegate)(http => ShowAsync(http, account)));
        endpoints.MapPost("/local/queues/{name}/resubmit", (RequestDelegate)(http => ResubmitAsync(http, account)));
    }

    private static async Task ShowAsync(HttpContext http, BusAccount account)
    {
        var name = (string?)http.Request.RouteValues["name"];
        var states = (await FindAsync(http, account)).Select(queue => queue.Read()).ToList();
        if (name is not null && states.Count == 0) http.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (!WantsJson(http.Request)) await WriteAsync(http.Response, name ?? "Queues", Page(states));
        else if (name is null) await http.Response.WriteAsJsonAsync(states.Select(Describe));
        else await http.Response.WriteAsJsonAsync(Describe(states[0]));
    }

    /// <summary>Sends one dead letter again, or all when the form names none; leads back to the queue's page.</summary>
    private static async Task ResubmitAsync(HttpContext http, BusAccount account)
    {
        var isForged = CrossSite.IsForged(http.Request);
        if (isForged || (await FindAsync(http, account)).FirstOrDefault() is not { } queue)
        {
            http.Response.StatusCode = isForged ? StatusCodes.Status403Forbidden : StatusCodes.Status404NotFound;
            return;
        }

        var chosen = http.Request.HasFormContentType ? (await http.Request.ReadFormAsync(http.RequestAborted))["sequence"].ToString() : "";
        var dead = queue.Read().DeadLetters.Where(row => chosen.Length == 0 || chosen == $"{row.Sequence}").ToList();
        // Each in one transaction: a crash leaves the dead letter or the new message. Not cancelled when the browser leaves.
        foreach (var row in dead) await queue.SendAsync([row.ToSendAgain()], row.Completed(), CancellationToken.None);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"/local/queues/{queue.Name}?resubmitted={dead.Count}";
    }

    /// <summary>The queue that the address names, or all. None is made by asking for it.</summary>
    private static async Task<IEnumerable<BusQueue>> FindAsync(HttpContext http, BusAccount account)
    {
        await account.LoadAsync();
        return account.Queues.Where(queue => queue.Name == ((string?)http.Request.RouteValues["name"] ?? queue.Name));
    }

    private static object Describe(QueueState state) => new
    {
        name = state.Name,
        length = state.Length,
        scheduled = state.Scheduled,
        locked = state.Locked,
        deadLetterLength = state.DeadLetters.Count,
        deadLetters = state.DeadLetters.Select(row => row.Received()).Select(dead => new
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

    private static StringBuilder Page(IEnumerable<QueueState> states)
    {
        var page = new StringBuilder("<h1><a href=\"/local/queues\">Queues</a></h1>");
        foreach (var state in states)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2><a href=\"/local/queues/{state.Name}\">{state.Name}</a></h2>")
                .Append(CultureInfo.InvariantCulture, $"<p>{state.Length} messages: {state.Scheduled} scheduled, {state.Locked} locked; ")
                .Append(CultureInfo.InvariantCulture, $"{state.DeadLetters.Count} dead letters</p>");
            if (state.DeadLetters.Count > 0) page.Append(Button(state.Name, "", "Send all again, as new messages with ids of their own"));
            foreach (var row in state.DeadLetters.Take(LargestShown)) Append(page, row).Append(Button(state.Name, $"{row.Sequence}", "Send again"));
        }

        return page;
    }

    private static StringBuilder Append(StringBuilder page, BusRow row)
    {
        var message = row.Received();
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
