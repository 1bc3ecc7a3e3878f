using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp.Orchestrators;

/// <summary>An event's payload.</summary>
/// <param name="Id">Tells a repeated event from a new one.</param>
/// <param name="Text">What it says.</param>
public sealed record Item(int Id, string Text);

/// <summary>
/// Waits for events, which may come before it waits, and may come twice; first for all of one name, then for all of another.
/// </summary>
public sealed class Collecting
{
    [Function(nameof(Collecting))]
    public async Task<List<string>> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var count = context.GetInput<int>();
        await context.DoubleAsync("before", count);
        var texts = new List<string>();
        foreach (var name in new[] { "First", "Second" })
        {
            var seen = new HashSet<int>();
            while (seen.Count < count)
            {
                var item = await context.WaitForExternalEvent<Item>(name);
                if (seen.Add(item.Id)) texts.Add($"{name} {item.Id}: {item.Text}");
                context.SetCustomStatus($"{name} {seen.Count}");
            }
        }

        return texts;
    }
}
