using Microsoft.Azure.Functions.Worker;

namespace Dfm.TortureApp.Activities;

/// <summary>Fails as often as the number says, then succeeds. It counts in storage: a killed process does not begin anew.</summary>
public sealed class FailAtFirst(Effects effects)
{
    [Function(nameof(FailAtFirst))]
    public async Task<string> Run([ActivityTrigger] Work work)
    {
        for (var failure = 1; failure <= work.Number; failure++)
        {
            var effect = $"{work.Step} fails {failure}";
            if (await effects.ContainsAsync(work.Owner, effect)) continue;
            await effects.RecordAsync(work.Owner, effect);
            throw new TimeoutException($"{work.Step} failed for the time {failure}.");
        }

        return $"{work.Step} succeeded";
    }
}
