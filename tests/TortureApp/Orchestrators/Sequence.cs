using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp.Orchestrators;

/// <param name="Count">How many activities.</param>
/// <param name="Number">What the first one begins with.</param>
public sealed record SequenceInput(int Count, int Number);

/// <summary>Activities one after the other, and a custom status that tells how far it is.</summary>
public sealed class Sequence
{
    [Function(nameof(Sequence))]
    public async Task<int> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<SequenceInput>()!;
        var number = input.Number;
        for (var step = 0; step < input.Count; step++)
        {
            number = await context.DoubleAsync($"step {step}", number);
            context.SetCustomStatus($"{step + 1} of {input.Count}");
        }

        return number;
    }
}
