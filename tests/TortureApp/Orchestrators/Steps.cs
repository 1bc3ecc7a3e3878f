using Dfm.TortureApp.Activities;
using Microsoft.DurableTask;

namespace Dfm.TortureApp.Orchestrators;

/// <summary>What many orchestrators do.</summary>
internal static class Steps
{
    /// <summary>Tries again until it succeeds, whatever storage does.</summary>
    public static TaskOptions Insist { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(50, TimeSpan.FromMilliseconds(20)));

    public static Task<int> DoubleAsync(this TaskOrchestrationContext context, string step, int number) =>
        context.CallActivityAsync<int>(nameof(DoubleIt), new Work(context.InstanceId, step, number), Insist);

    /// <summary>A pause of some milliseconds.</summary>
    public static Task PauseAsync(this TaskOrchestrationContext context, int milliseconds) =>
        context.CreateTimer(TimeSpan.FromMilliseconds(milliseconds), CancellationToken.None);
}
