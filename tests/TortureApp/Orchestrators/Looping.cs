using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp.Orchestrators;

/// <param name="Rounds">How many runs are still to come.</param>
/// <param name="Number">What the last run has left.</param>
public sealed record LoopingInput(int Rounds, int Number);

/// <summary>Runs again and again, and keeps no events.</summary>
public sealed class Looping
{
    [Function(nameof(Looping))]
    public async Task<int> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<LoopingInput>()!;
        context.SetCustomStatus(input.Rounds);
        var number = 1 + await context.DoubleAsync($"round {input.Rounds}", input.Number);
        await context.PauseAsync(10);
        if (input.Rounds > 1) context.ContinueAsNew(new LoopingInput(input.Rounds - 1, number), preserveUnprocessedEvents: false);
        return number;
    }
}
