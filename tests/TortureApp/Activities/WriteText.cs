using Microsoft.Azure.Functions.Worker;

namespace Dfm.TortureApp.Activities;

/// <summary>Writes a text of as many characters as the number says.</summary>
public sealed class WriteText(Effects effects)
{
    [Function(nameof(WriteText))]
    public async Task<string> Run([ActivityTrigger] Work work)
    {
        await effects.RecordAsync(work.Owner, $"{work.Step} writes {work.Number}");
        return Texts.Of(work.Number);
    }
}
