using Microsoft.Azure.Functions.Worker;

namespace Dfm.TortureApp.Activities;

/// <summary>Fails.</summary>
public sealed class FailAlways(Effects effects)
{
    [Function(nameof(FailAlways))]
    public async Task Run([ActivityTrigger] Work work)
    {
        await effects.RecordAsync(work.Owner, $"{work.Step} fails");
        throw new InvalidOperationException($"{work.Step} never succeeds.");
    }
}
