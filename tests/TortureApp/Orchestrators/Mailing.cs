using Dfm.TortureApp.Activities;
using Dfm.TortureApp.Messages;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp.Orchestrators;

/// <param name="Queue">Where its requests are sent to.</param>
/// <param name="Requests">How many requests are answered.</param>
/// <param name="Others">Further requests, which nobody answers.</param>
/// <param name="Delay">How many milliseconds the requests wait before they are delivered.</param>
/// <param name="Length">How long the requests are.</param>
public sealed record MailingInput(string Queue, int Requests, List<RequestKind> Others, int Delay, int Length);

/// <summary>Sends messages and waits for the events that their handlers raise.</summary>
public sealed class Mailing
{
    public const string Handled = "Handled";

    [Function(nameof(Mailing))]
    public async Task<List<int>> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<MailingInput>()!;
        var requests = Enumerable.Repeat(RequestKind.Answered, input.Requests).Concat(input.Others).Select((kind, n) =>
            new Request(context.InstanceId, n, kind, input.Queue) { Delay = input.Delay, Length = input.Length });
        await context.CallActivityAsync(nameof(SendMessages), requests.ToList(), Steps.Insist);
        var handled = new SortedSet<int>();
        while (handled.Count < input.Requests) handled.Add(await context.WaitForExternalEvent<int>(Handled));
        return [.. handled];
    }
}
