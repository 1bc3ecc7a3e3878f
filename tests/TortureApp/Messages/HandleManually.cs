using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.TortureApp.Messages;

/// <summary>Handles requests and settles their messages itself.</summary>
public sealed class HandleManually(Effects effects)
{
    [Function(nameof(HandleManually))]
    public async Task Run(
        [ServiceBusTrigger(Queues.Manual, Connection = "ServiceBus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        [DurableClient] DurableTaskClient client)
    {
        var request = message.Body.ToObjectFromJson<Request>()!;
        if (request.Kind == RequestKind.Refused)
        {
            await effects.RecordAsync(request.Owner, $"{request.Number} is refused");
            await actions.DeadLetterMessageAsync(message, deadLetterReason: "refused");
            return;
        }

        await RequestHandler.HandleAsync(request, effects, client);
        await actions.CompleteMessageAsync(message);
    }
}
