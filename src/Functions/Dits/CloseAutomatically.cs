using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Security;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Dits;

/// <summary>Activity: closes a DIT five working days after its work was done, unless somebody was faster.</summary>
/// <param name="desk">Applies commands.</param>
/// <param name="clock">Tells the journal when.</param>
public sealed class CloseAutomatically(DitDesk desk, TimeProvider clock)
{
    /// <summary>
    /// Closes it. One that was reopened, closed or moved on meanwhile stays as it is; one that could not be written is tried again.
    /// </summary>
    [Function(nameof(CloseAutomatically))]
    [Audience(Audience.Platform)]
    public async Task Run(
        [ActivityTrigger] CloseAutomaticallyInput input,
        [DurableClient] DurableTaskClient lifecycles,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var applied = await desk.Apply(
            input.Customer,
            input.Number,
            dit => dit.Transitions == input.Sequence
                ? new Close(clock.GetUtcNow(), Actor.Portal)
                : DitProblems.NotAllowed(dit.State),
            lifecycles,
            answer: null,
            cancellationToken);
        if (applied.Problem == DitProblems.Busy(DitState.WorkDone))
            throw new InvalidOperationException($"DIT {input.Number} is still to be closed.");
    }
}

/// <summary>Which DIT, and as of which transition.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Number">Which.</param>
/// <param name="Sequence">The transition that reported the work done.</param>
public sealed record CloseAutomaticallyInput(CustomerId Customer, DitNumber Number, int Sequence);
