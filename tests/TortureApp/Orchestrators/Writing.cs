using Dfm.TortureApp.Activities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp.Orchestrators;

/// <param name="Length">How many characters its activity writes.</param>
/// <param name="Text">What it has written so far.</param>
public sealed record WritingInput(int Length, string Text);

/// <summary>Long inputs, results and outputs, over two runs.</summary>
public sealed class Writing
{
    [Function(nameof(Writing))]
    public async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<WritingInput>()!;
        var work = new Work(context.InstanceId, $"after {input.Text.Length}", input.Length);
        var text = input.Text + await context.CallActivityAsync<string>(nameof(WriteText), work, Steps.Insist);
        if (input.Text.Length == 0) context.ContinueAsNew(input with { Text = text });
        return text;
    }
}
