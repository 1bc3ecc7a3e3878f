using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Functions.Lifecycles;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Orders;

/// <summary>
/// Applies commands to orders: reads, decides, stores on condition that nothing changed meanwhile, and tells the lifecycle.
/// </summary>
/// <param name="orders">Where orders are stored.</param>
/// <param name="outbox">Tells the lifecycles.</param>
public sealed class OrderDesk(IOrderStore orders, Outbox outbox)
{
    private const int Tries = 10;

    /// <summary>
    /// Applies the command that <paramref name="decide"/> makes of the order as it stands. When somebody else wrote meanwhile, it is read
    /// and decided again: of two contradicting commands the first stored wins and the other is refused by the state that stands.
    /// </summary>
    /// <param name="customer">Whose order.</param>
    /// <param name="number">Which.</param>
    /// <param name="decide">The command for the order as it stands, or why there is none; may be asked again.</param>
    /// <param name="lifecycles">To tell the lifecycle by.</param>
    /// <param name="cancellationToken">The caller has gone; what is being stored is stored all the same.</param>
    public async Task<Result<AppliedToOrder>> Apply(
        CustomerId customer,
        OrderNumber number,
        Func<Order, Result<OrderCommand>> decide,
        DurableTaskClient lifecycles,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decide);
        OrderState last = default;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await orders.FindWithJournal(customer, number, cancellationToken) is not var (current, journal)) return OrderProblems.NotFound;
            last = current.Value.State;
            var command = decide(current.Value);
            if (!command.IsSuccess) return command.Problem;
            var decided = OrderDecisions.Decide(current.Value, command.Value);
            if (!decided.IsSuccess) return decided.Problem;
            var change = decided.Value;
            if (await orders.Save(current, change, CancellationToken.None) is not SaveOutcome.Saved) continue;
            if (change.Transition is { } moved) outbox.Moved(lifecycles, moved);
            return new AppliedToOrder(change.Order, [.. journal, change.Entry]);
        }

        return OrderProblems.Busy(last);
    }
}

/// <summary>What a command came to.</summary>
/// <param name="Order">The order after it.</param>
/// <param name="Journal">Its journal, with the command's line.</param>
public sealed record AppliedToOrder(Order Order, IReadOnlyList<OrderEntry> Journal);
