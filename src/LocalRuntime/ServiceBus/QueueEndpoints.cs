using System.Globalization;
using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.Pages;
using Dfm.LocalRuntime.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>
/// <c>/local/queues</c>: the queues, and one queue with its messages, as a page or (<c>?format=json</c>, or by the Accept header) as
/// JSON; and dead letters sent again.
/// </summary>
internal sealed class QueueEndpoints(IFunctionRunner runner, IConfiguration configuration, BusOptions options)
{
    private const string DefaultConnection = "ServiceBus";

    /// <summary>Maps the pages and what their buttons do.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/local/queues", ListAsync);
        endpoints.MapGet("/local/queues/{name}", ShowAsync);
        endpoints.MapPost("/local/queues/{name}/resubmit", ResubmitAsync);
    }

    private async Task ListAsync(HttpContext http)
    {
        var states = new List<QueueState>();
        foreach (var account in Accounts())
        {
            foreach (var name in await account.QueueNamesAsync(BusQueue.Prefix, http.RequestAborted))
                states.Add(await ReadAsync(account, name[BusQueue.Prefix.Length..], http.RequestAborted));
        }

        if (LocalPage.WantsJson(http.Request))
            await http.Response.WriteAsJsonAsync(states.Select(Describe), http.RequestAborted);
        else
            await QueuePages.WriteListAsync(http.Response, states);
    }

    private async Task ShowAsync(HttpContext http)
    {
        var name = (string)http.Request.RouteValues["name"]!;
        if (await FindAsync(name, http.RequestAborted) is not { } account)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var state = await ReadAsync(account, name, http.RequestAborted);
        if (LocalPage.WantsJson(http.Request))
            await http.Response.WriteAsJsonAsync(Describe(state), http.RequestAborted);
        else
            await QueuePages.WriteQueueAsync(http.Response, state, Number<int>(http.Request.Query["resubmitted"]));
    }

    /// <summary>Sends one dead letter again, or all when the form names none; leads back to the queue's page.</summary>
    private async Task ResubmitAsync(HttpContext http)
    {
        var name = (string)http.Request.RouteValues["name"]!;
        if (CrossSite.IsForged(http.Request))
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
        else if (await FindAsync(name, http.RequestAborted) is not { } account)
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            await ResubmitAsync(http, account, name);
    }

    private async Task ResubmitAsync(HttpContext http, BusAccount account, string name)
    {
        var chosen = http.Request.HasFormContentType
            ? (await http.Request.ReadFormAsync(http.RequestAborted))["sequence"].ToString()
            : "";
        var resubmission = new Resubmission(Queue(account, name), Queue(account, name, isDeadLetters: true));
        int sent;
        if (chosen.Length == 0)
        {
            sent = await resubmission.SendAllAsync();
        }
        else if (Number<long>(chosen) is { } sequence)
        {
            sent = await resubmission.SendOneAsync(sequence);
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"/local/queues/{name}?resubmitted={sent}";
    }

    private Task<QueueState> ReadAsync(BusAccount account, string name, CancellationToken cancellationToken) =>
        QueueState.ReadAsync(Queue(account, name), Queue(account, name, isDeadLetters: true), cancellationToken);

    private BusQueue Queue(BusAccount account, string name, bool isDeadLetters = false) => new(() => account, name, isDeadLetters, options);

    /// <summary>The account that has the queue. None is made by asking for it.</summary>
    private async Task<BusAccount?> FindAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var account in Accounts())
        {
            if ((await account.QueueNamesAsync(BusQueue.Prefix, cancellationToken)).Contains(BusQueue.Prefix + name))
                return account;
        }

        return null;
    }

    private IEnumerable<BusAccount> Accounts() =>
        runner.Functions.Values
            .Select(function => function.Trigger)
            .OfType<ServiceBusTriggerAttribute>()
            .Select(ServiceBusListener.ConnectionOf)
            .Append(DefaultConnection)
            .Select(setting => configuration[setting])
            .OfType<string>()
            .Where(connection => connection.Length > 0)
            .Distinct()
            .Select(BusAccount.Open);

    private static T? Number<T>(string? text)
        where T : struct, ISpanParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static object Describe(QueueState state) => new
    {
        name = state.Name,
        length = state.Length,
        scheduled = state.Scheduled,
        locked = state.Locked,
        deadLetterLength = state.DeadLetterLength,
        deadLetters = state.DeadLetters.Select(Describe),
    };

    private static object Describe(ServiceBusReceivedMessage dead) => new
    {
        messageId = dead.MessageId,
        subject = dead.Subject,
        reason = dead.DeadLetterReason,
        description = dead.DeadLetterErrorDescription,
        enqueuedTime = dead.EnqueuedTime,
        deliveryCount = dead.DeliveryCount,
        sequenceNumber = dead.SequenceNumber,
    };
}
