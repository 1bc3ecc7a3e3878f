using Dfm.Core.Dits;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits.Lifecycle;

/// <summary>Activity: closes a DIT some time after its work was done, unless something has happened to it since.</summary>
public sealed class CloseAutomatically(DitCommandHandler dits, TimeProvider clock)
{
    /// <summary>Closes it. One that was reopened or closed leaves nothing to do; after a conflict the activity is tried again.</summary>
    [Function(nameof(CloseAutomatically)), Audience(Audience.Platform)]
    public async Task Run([ActivityTrigger] CloseAutomaticallyInput input, CancellationToken cancellationToken)
    {
        var close = new CloseAfterDelay(clock.GetUtcNow(), input.Sequence);
        var outcome = await dits.Execute(input.Customer, input.Number, close, cancellationToken);
        outcome.ThrowIfConflict();
    }
}

/// <summary>Which DIT, and as of which transition.</summary>
/// <param name="Sequence">The transition that reported the work done.</param>
public sealed record CloseAutomaticallyInput(CustomerId Customer, DitNumber Number, int Sequence);
