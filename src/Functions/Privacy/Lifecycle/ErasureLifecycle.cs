using Dfm.Core.Privacy;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Privacy.Commands;
using Dfm.Functions.Security;
using Microsoft.DurableTask;

namespace Dfm.Functions.Privacy.Lifecycle;

/// <summary>
/// Erases one person's data. It waits until nothing about the person is on its way any more, learns by what names the rows know the person, and
/// puts a pseudonym there. Each step may be broken off and done again; none names the person in a history.
/// </summary>
public static class ErasureLifecycle
{
    /// <summary>Runs until nothing names the person any more.</summary>
    [Function(ErasureEffects.Orchestration), Audience(Audience.Platform)]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var erasure = context.GetInput<ErasureInput>()!;
        if (erasure.SettleFor > TimeSpan.Zero) await context.CreateTimer(erasure.SettleFor, CancellationToken.None);
        await context.CallActivityAsync(nameof(IdentifyPerson), erasure, Retries.Storage);
        // Before their rows: these tell which lifecycles have the person in their histories.
        await context.CallActivityAsync(nameof(ForgetLifecycles), erasure, Retries.Storage);
        await context.CallActivityAsync(nameof(ForgetRows), erasure, Retries.Storage);
        await context.CallActivityAsync(nameof(ForgetDeliveries), erasure, Retries.Storage);
        await context.CallActivityAsync(nameof(ForgetMails), erasure, Retries.Storage);
        await context.CallActivityAsync(nameof(CompleteErasure), erasure, Retries.Storage);
        return nameof(ErasureState.Done);
    }
}
