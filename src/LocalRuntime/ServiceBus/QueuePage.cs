using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>Shows the queues: how long they are, and what could not be handled and why.</summary>
internal sealed class QueuePage(IFunctionRunner runner, IConfiguration configuration, BusOptions options)
{
    private const string DefaultConnection = "ServiceBus";

    /// <summary>Maps <c>/local/queues</c>.</summary>
    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/local/queues", async (HttpContext http) =>
            await Results.Json(await ReadAsync(http.RequestAborted)).ExecuteAsync(http));

    private async Task<List<QueueState>> ReadAsync(CancellationToken cancellationToken)
    {
        var states = new List<QueueState>();
        foreach (var account in Accounts())
        {
            foreach (var name in await account.QueueNamesAsync(BusQueue.Prefix, cancellationToken))
                states.Add(await ReadAsync(account, name[BusQueue.Prefix.Length..], cancellationToken));
        }

        return states;
    }

    private async Task<QueueState> ReadAsync(BusAccount account, string name, CancellationToken cancellationToken)
    {
        var queue = new BusQueue(() => account, name, isDeadLetters: false, options);
        var deadLetters = new BusQueue(() => account, name, isDeadLetters: true, options);
        var first = await deadLetters.PeekAsync(BusQueue.LargestReceive, 0, cancellationToken);
        return new QueueState(
            name,
            await queue.CountAsync(cancellationToken),
            await deadLetters.CountAsync(cancellationToken),
            [.. first.Select(DeadLetter.Of)]);
    }

    private IEnumerable<BusAccount> Accounts() =>
        runner.Functions.Values
            .Select(function => function.Trigger)
            .OfType<ServiceBusTriggerAttribute>()
            .Select(trigger => trigger.Connection ?? "AzureWebJobsServiceBus")
            .Append(DefaultConnection)
            .Select(setting => configuration[setting])
            .OfType<string>()
            .Where(connection => connection.Length > 0)
            .Distinct()
            .Select(BusAccount.Open);

    /// <summary>One queue.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Length">Messages in it: waiting, locked and scheduled.</param>
    /// <param name="DeadLetterLength">Messages that could not be handled.</param>
    /// <param name="DeadLetters">The first of those.</param>
    private sealed record QueueState(string Name, int Length, int DeadLetterLength, IReadOnlyList<DeadLetter> DeadLetters);

    private sealed record DeadLetter(
        string? MessageId, string? Subject, string? Reason, string? Description, DateTimeOffset EnqueuedTime, int DeliveryCount)
    {
        public static DeadLetter Of(ServiceBusReceivedMessage message) => new(
            message.MessageId,
            message.Subject,
            message.DeadLetterReason,
            message.DeadLetterErrorDescription,
            message.EnqueuedTime,
            message.DeliveryCount);
    }
}
