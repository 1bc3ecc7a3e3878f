using Dfm.Core.Orders;
using Dfm.Functions.Security;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Orders;

/// <summary>Activity: files an order in the staff's queue under the state that it has come to.</summary>
/// <param name="queue">The queue.</param>
public sealed class FileInOrderQueue(IOrderQueue queue)
{
    /// <summary>Files it; running twice does it once.</summary>
    [Function(nameof(FileInOrderQueue)), Audience(Audience.Platform)]
    public Task Run([ActivityTrigger] FileInOrderQueueInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return queue.File(input.Moved, input.From, cancellationToken);
    }
}

/// <summary>What to file.</summary>
/// <param name="Moved">What happened to the order.</param>
/// <param name="From">The state that it was in before; null when it was just placed.</param>
public sealed record FileInOrderQueueInput(OrderTransition Moved, OrderState? From);
