using Dfm.Core.Accounts;
using Dfm.Functions.Security;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Lifecycles;

/// <summary>Timer: dispatches the effects that a crash left in the outbox, at every start and twice a minute.</summary>
/// <param name="customers">Each is a partition of every table to look at: the sweep asks for key ranges and never scans.</param>
/// <param name="outbox">Dispatches.</param>
public sealed class SweepOutbox(ICustomerStore customers, Outbox outbox)
{
    private const int CustomersAtOnce = 8;

    /// <summary>Looks at every customer's outbox.</summary>
    [Function(nameof(SweepOutbox))]
    [Audience(Audience.Platform)]
    public Task Run(
        [TimerTrigger("*/30 * * * * *", RunOnStartup = true)] TimerInfo timer,
        [DurableClient] DurableTaskClient lifecycles,
        CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            customers.ListIds(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = CustomersAtOnce, CancellationToken = cancellationToken },
            async (customer, stop) => await outbox.Sweep(lifecycles, customer, stop));
}
