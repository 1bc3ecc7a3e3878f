using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp.Orchestrators;

/// <summary>Activities beside each other, twice.</summary>
public sealed class FanOut
{
    [Function(nameof(FanOut))]
    public async Task<int> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var count = context.GetInput<int>();
        var numbers = Enumerable.Range(0, count).ToArray();
        for (var round = 0; round < 2; round++)
            numbers = await Task.WhenAll(numbers.Select((number, n) => context.DoubleAsync($"round {round}, part {n}", number)));
        return numbers.Sum();
    }
}
