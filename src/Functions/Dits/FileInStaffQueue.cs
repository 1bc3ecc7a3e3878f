using Dfm.Core.Dits;
using Dfm.Functions.Security;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Dits;

/// <summary>Activity: files a DIT in the staff's queue under the state that it has come to.</summary>
/// <param name="queue">The queue.</param>
public sealed class FileInStaffQueue(IStaffQueue queue)
{
    /// <summary>Files it; running twice does it once.</summary>
    [Function(nameof(FileInStaffQueue))]
    [Audience(Audience.Platform)]
    public Task Run([ActivityTrigger] FileInStaffQueueInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return queue.File(input.Story, input.From, cancellationToken);
    }
}

/// <summary>What to file.</summary>
/// <param name="Story">The DIT and its last transition.</param>
/// <param name="From">The state it was filed under, null when it is new.</param>
public sealed record FileInStaffQueueInput(DitStory Story, DitState? From);
