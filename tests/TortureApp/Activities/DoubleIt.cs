using Microsoft.Azure.Functions.Worker;

namespace Dfm.TortureApp.Activities;

/// <summary>Doubles a number.</summary>
public sealed class DoubleIt(Effects effects)
{
    [Function(nameof(DoubleIt))]
    public async Task<int> Run([ActivityTrigger] Work work)
    {
        await effects.RecordAsync(work.Owner, $"{work.Step} doubles {work.Number}");
        return 2 * work.Number;
    }
}
