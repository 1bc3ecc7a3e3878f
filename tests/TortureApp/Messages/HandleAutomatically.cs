using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.TortureApp.Messages;

/// <summary>Handles requests; the runtime settles their messages.</summary>
public sealed class HandleAutomatically(Effects effects)
{
    [Function(nameof(HandleAutomatically))]
    public Task Run(
        [ServiceBusTrigger(Queues.Automatic, Connection = "ServiceBus")] Request request, [DurableClient] DurableTaskClient client) =>
        RequestHandler.HandleAsync(request, effects, client);
}
