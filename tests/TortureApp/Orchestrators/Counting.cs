using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp.Orchestrators;

/// <param name="Count">How many events it waits for.</param>
/// <param name="Seen">The events of the runs before.</param>
public sealed record CountingInput(int Count, List<int>? Seen);

/// <summary>A new run after each event; events that come meanwhile are kept from one run to the next.</summary>
public sealed class Counting
{
    [Function(nameof(Counting))]
    public async Task<List<int>> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<CountingInput>()!;
        var seen = input.Seen ?? [];
        var item = await context.WaitForExternalEvent<Item>("First");
        if (!seen.Contains(item.Id))
        {
            await context.DoubleAsync("count", item.Id);
            seen.Add(item.Id);
            context.SetCustomStatus($"{seen.Count} of {input.Count}");
        }

        if (seen.Count == input.Count) return seen;
        context.ContinueAsNew(input with { Seen = seen });
        return seen;
    }
}
