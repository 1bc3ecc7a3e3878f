using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp.Orchestrators;

/// <summary>Fails half-way.</summary>
public sealed class Failing
{
    [Function(nameof(Failing))]
    public async Task<int> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var number = context.GetInput<int>();
        context.SetCustomStatus("about to fail");
        number = await context.DoubleAsync("before", number);
        throw new InvalidOperationException($"{number} is no good number.");
    }
}
