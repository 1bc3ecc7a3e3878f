using Dfm.Functions.Security;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Retention;

/// <summary>
/// Timer, once a night: forgets the histories of lifecycles that were begun long ago and have ended as they should. What has failed stays
/// until somebody has looked at it.
/// </summary>
public sealed class PurgeLifecycles(IOptions<RetentionOptions> options)
{
    /// <summary>The engine keeps real time, whatever clock the portal keeps.</summary>
    [Function(nameof(PurgeLifecycles)), Audience(Audience.Platform)]
    public Task Run(
        [TimerTrigger("0 0 4 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        var before = TimeProvider.System.GetUtcNow() - options.Value.Lifecycles;
        return orchestrations.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(CreatedTo: before, Statuses: [OrchestrationRuntimeStatus.Completed]), cancellationToken);
    }
}
