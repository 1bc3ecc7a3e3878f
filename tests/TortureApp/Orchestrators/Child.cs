using Dfm.TortureApp.Activities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp.Orchestrators;

/// <param name="Owner">The first of its ancestors.</param>
/// <param name="Step">Names it among its siblings.</param>
/// <param name="Number">What it works with.</param>
/// <param name="Descendants">How many generations follow.</param>
public sealed record ChildInput(string Owner, string Step, int Number, int Descendants);

/// <summary>A sub-orchestration, maybe with a child of its own.</summary>
public sealed class Child
{
    [Function(nameof(Child))]
    public async Task<int> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<ChildInput>()!;
        var work = new Work(input.Owner, input.Step, input.Number);
        var number = await context.CallActivityAsync<int>(nameof(DoubleIt), work, Steps.Insist);
        await context.PauseAsync(5);
        if (input.Descendants == 0) return number + 1;
        var child = new ChildInput(input.Owner, input.Step + "'", number, input.Descendants - 1);
        return await context.CallSubOrchestratorAsync<int>(nameof(Child), child);
    }
}
