using DurableTask.Core;

namespace Dfm.LocalHost.Tests.Durable.Store;

#pragma warning disable CA1812 // The engine makes them.

internal sealed class Echo : TaskActivity<string, string>
{
    protected override string Execute(TaskContext context, string input) => input;
}

internal sealed class Fails : TaskActivity<string, string>
{
    protected override string Execute(TaskContext context, string input) => throw new InvalidOperationException(input);
}

/// <summary>Calls an activity so many times, one after the other.</summary>
internal sealed class Calls : TaskOrchestration<string, int>
{
    public override async Task<string> RunTask(OrchestrationContext context, int input)
    {
        var result = "";
        for (var n = 0; n < input; n++) result += await context.ScheduleTask<string>(typeof(Echo), $"{n} ");
        return result.Trim();
    }
}

/// <summary>Calls an activity that fails.</summary>
internal sealed class Breaks : TaskOrchestration<string, string>
{
    public override Task<string> RunTask(OrchestrationContext context, string input) => context.ScheduleTask<string>(typeof(Fails), input);
}

/// <summary>Gives back its input.</summary>
internal sealed class Repeats : TaskOrchestration<string, string>
{
    public override Task<string> RunTask(OrchestrationContext context, string input) => Task.FromResult(input);
}

/// <summary>Base of those that listen to events, in the order of their arrival.</summary>
internal abstract class Listening<TInput> : TaskOrchestration<string, TInput>
{
    private readonly Queue<(string Name, string Data)> arrived = new();
    private TaskCompletionSource<bool>? waiting;

    public override void OnEvent(OrchestrationContext context, string name, string input)
    {
        arrived.Enqueue((name, input));
        waiting?.TrySetResult(true);
    }

    protected async Task<(string Name, string Data)> NextAsync()
    {
        if (arrived.Count == 0)
        {
            waiting = new TaskCompletionSource<bool>();
            await waiting.Task;
            waiting = null;
        }

        return arrived.Dequeue();
    }
}

/// <summary>Waits for an event, and keeps a timer of an hour.</summary>
internal sealed class Waits : Listening<string>
{
    public override async Task<string> RunTask(OrchestrationContext context, string input)
    {
        using var late = new CancellationTokenSource();
        _ = context.CreateTimer(context.CurrentUtcDateTime.AddHours(1), "late", late.Token);
        var (_, data) = await NextAsync();
        late.Cancel();
        return data.Trim('"');
    }
}

/// <summary>Collects so many events.</summary>
internal sealed class Collects : Listening<int>
{
    public override async Task<string> RunTask(OrchestrationContext context, int input)
    {
        var all = new List<string>();
        while (all.Count < input) all.Add((await NextAsync()).Data.Trim('"'));
        return string.Join(' ', all);
    }
}

/// <summary>Sleeps for so many milliseconds.</summary>
internal sealed class Sleeps : TaskOrchestration<string, int>
{
    public override Task<string> RunTask(OrchestrationContext context, int input) =>
        context.CreateTimer(context.CurrentUtcDateTime.AddMilliseconds(input), "awake");
}

/// <summary>Has a child do so many calls.</summary>
internal sealed class Parent : TaskOrchestration<string, int>
{
    public override Task<string> RunTask(OrchestrationContext context, int input) =>
        context.CreateSubOrchestrationInstance<string>(typeof(Calls), $"{context.OrchestrationInstance.InstanceId}-child", input);
}

/// <summary>Calls an activity and continues as new, for so many rounds.</summary>
internal sealed class Rounds : TaskOrchestration<string, int>
{
    public override async Task<string> RunTask(OrchestrationContext context, int input)
    {
        await context.ScheduleTask<string>(typeof(Echo), $"{input}");
        if (input > 1) context.ContinueAsNew(input - 1);
        return $"last {input}";
    }
}

/// <summary>Calls so many activities at once with long inputs.</summary>
internal sealed class FansOut : TaskOrchestration<int, int>
{
    public override async Task<int> RunTask(OrchestrationContext context, int input)
    {
        var all = await Task.WhenAll(Enumerable.Range(0, input).Select(n => context.ScheduleTask<string>(typeof(Echo), $"{n}-{new string('x', 2000)}")));
        return all.Select((one, n) => one.StartsWith($"{n}-", StringComparison.Ordinal) ? 1 : 0).Sum();
    }
}

/// <summary>Sends ten events to another instance.</summary>
internal sealed class Sends : TaskOrchestration<string, string>
{
    public override Task<string> RunTask(OrchestrationContext context, string input)
    {
        for (var n = 0; n < 10; n++) context.SendEvent(new OrchestrationInstance { InstanceId = input }, "number", $"{n}");
        return Task.FromResult("sent");
    }
}
