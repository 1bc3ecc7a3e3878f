using CsCheck;
using Dfm.LocalHost.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalHost.Tests.ServiceBus;

/// <summary>Whatever is done to a queue, in whatever order and by several processes: it does what a simple model in memory does.</summary>
public sealed class ServiceBusModelTests(AzuriteFixture azurite)
{
    /// <summary>Sequences that run at the same time, each on a queue of its own: they wait for their locks together.</summary>
    private const int AtOnce = 24;
    private const int Sequences = 48;
    private const int Processes = 2;

    // Time passes for real.
    private static readonly BusOptions Options = new()
    {
        LockDuration = TimeSpan.FromSeconds(2),
        MaxDeliveryCount = QueueModel.MaxDeliveries,
        PollInterval = TimeSpan.FromMilliseconds(100),
    };

    private static readonly Gen<string?> Ids = Gen.Frequency(
        (1, Gen.Const((string?)null)),
        (4, Gen.Int[0, 4].Select(id => (string?)$"id-{id}")));

    private static readonly Gen<int> Process = Gen.Int[0, Processes - 1];

    private static readonly Gen<Step> Schedules = Gen.Select(
        Ids, Gen.OneOf(Gen.Const(1), Gen.Const(3600)), Gen.Bool, (id, seconds, byMethod) => (Step)new Step.Schedule(id, seconds, byMethod));

    private static readonly Gen<Step> Receives = Gen.Select(
        Process, Gen.OneOf(Gen.Const(1), Gen.Const(3), Gen.Const(32)), (process, max) => (Step)new Step.Receive(process, max));

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (5, Ids.Select(id => (Step)new Step.Send(id, null))),
        (1, Ids.Select(id => (Step)new Step.Send(id, TimeSpan.FromSeconds(1)))),
        (2, Ids.Array[2, 4].Select(ids => (Step)new Step.SendTogether(ids))),
        (2, Schedules),
        (1, Gen.Int[0, 9].Select(which => (Step)new Step.Cancel(which))),
        (6, Receives),
        (2, Gen.Const((Step)new Step.ReceiveTogether())),
        (5, Gen.Int[0, 9].Select(which => (Step)new Step.Settle(which, Settlement.Complete))),
        (5, Gen.Int[0, 9].Select(which => (Step)new Step.Settle(which, Settlement.Abandon))),
        (1, Gen.Int[0, 9].Select(which => (Step)new Step.Settle(which, Settlement.DeadLetter))),
        (2, Gen.Int[0, 9].Select(which => (Step)new Step.Settle(which, Settlement.Renew))),
        (1, Gen.Const((Step)new Step.SettleAgain())),
        (1, Gen.Const((Step)new Step.Peek())),
        (1, Process.Select(process => (Step)new Step.Restart(process))),
        (2, Gen.Const((Step)new Step.LetTimePass())));

    [Fact]
    public async Task AnySteps_BehaveAsTheModel_AndLoseNothing()
    {
        var connection = azurite.NewAccount().ConnectionString;
        var queues = 0;

        await Steps.Array[1, 30].SampleAsync(
            async steps =>
            {
                await using var run = new QueueRun(connection, Options, $"queue-{Interlocked.Increment(ref queues)}", Processes);
                foreach (var step in steps) await run.DoAsync(step);
                await run.FinishAsync();
            },
            iter: Sequences,
            threads: AtOnce,
            print: steps => string.Join(Environment.NewLine, steps.Select(step => step.ToString())));
    }
}

/// <summary>What a receiver does with a message that it holds.</summary>
public enum Settlement
{
    Complete,
    Abandon,
    DeadLetter,
    Renew,
}

/// <summary>One thing that is done to a queue.</summary>
public abstract record Step
{
    public sealed record Send(string? Id, TimeSpan? TimeToLive) : Step;

    public sealed record SendTogether(string?[] Ids) : Step
    {
        public override string ToString() => $"SendTogether {{ Ids = {string.Join(", ", Ids)} }}";
    }

    public sealed record Schedule(string? Id, int Seconds, bool ByMethod) : Step;

    public sealed record Cancel(int Which) : Step;

    public sealed record Receive(int Process, int Max) : Step;

    /// <summary>All processes receive at the same time.</summary>
    public sealed record ReceiveTogether : Step;

    /// <summary>Settles one of the messages that are held.</summary>
    public sealed record Settle(int Which, Settlement How) : Step;

    /// <summary>Settles what was settled before, or what someone else has received since.</summary>
    public sealed record SettleAgain : Step;

    public sealed record Peek : Step;

    /// <summary>A process dies and begins anew: it holds nothing, and what it held stays locked.</summary>
    public sealed record Restart(int Process) : Step;

    /// <summary>Locks run out, and what is scheduled soon becomes due.</summary>
    public sealed record LetTimePass : Step;
}
