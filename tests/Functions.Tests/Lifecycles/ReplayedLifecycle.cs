using System.Text;
using System.Text.Json;
using Dfm.Core.Notifications;
using Dfm.Functions.Outbox;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker.Grpc;
using TaskFailureDetails = Microsoft.DurableTask.Protobuf.TaskFailureDetails;

namespace Dfm.Functions.Tests.Lifecycles;

/// <summary>
/// Runs a lifecycle's orchestrator step by step, without an engine: keeps an orchestration's history and hands the whole of it to the
/// worker's own replay at every step, as the host does. Time is what the events say, so nothing waits.
/// </summary>
internal sealed class ReplayedLifecycle
{
    private readonly Func<string, string> run;
    private readonly string instance;
    private readonly List<HistoryEvent> history = [];
    private readonly Queue<(int Id, ScheduleTaskAction Task)> activities = new();
    private readonly List<(int Id, DateTimeOffset FireAt)> timers = [];
    private readonly Dictionary<string, Func<string, string>> descriptions = [];
    private readonly Dictionary<string, int> failures = [];
    private readonly List<string> asked = [];
    private readonly HistoryEvent started;

    private ReplayedLifecycle(Func<string, string> run, OutboxEffect start, DateTimeOffset now)
    {
        (this.run, Now) = (run, now);
        var stored = Stored(start);
        instance = stored.Instance;
        started = new HistoryEvent
        {
            ExecutionStarted = new ExecutionStartedEvent
            {
                Name = stored.Name,
                Input = Handed(stored.Payload),
                OrchestrationInstance = new OrchestrationInstance { InstanceId = instance, ExecutionId = "1" },
            },
        };
    }

    /// <summary>What the activities were asked for so far, tries that failed included, in order.</summary>
    public IReadOnlyList<string> Asked => asked;

    /// <summary>The instant that the history has come to.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>The next instant at which a timer fires; null when none is left.</summary>
    public DateTimeOffset? NextTimer => timers.Count == 0 ? null : timers.Min(timer => timer.FireAt);

    /// <summary>The custom status, as JSON.</summary>
    public string? Status { get; private set; }

    /// <summary>What the orchestrator returned; null while it runs.</summary>
    public string? Output { get; private set; }

    /// <summary>The instance's id.</summary>
    public string Instance => instance;

    /// <summary>Every order in which the signals 2, 3 and 4 can arrive.</summary>
    public static TheoryData<int[]> Arrivals => new([2, 3, 4], [2, 4, 3], [3, 2, 4], [3, 4, 2], [4, 2, 3], [4, 3, 2]);

    /// <summary>The custom status of a DIT's or an order's lifecycle, as JSON.</summary>
    public static string StatusOf(string state, bool cancellable) =>
        $$"""{"state":"{{state}}","cancellable":{{(cancellable ? "true" : "false")}}}""";

    /// <summary>What is written down of a mail that was asked for.</summary>
    public static string ShownMail(MailMessage mail) => $"mail {mail.Template} {mail.Id} to {mail.Recipient.Email}";

    /// <summary>A lifecycle that has not begun yet.</summary>
    /// <typeparam name="TInput">The orchestrator's input.</typeparam>
    /// <param name="orchestrator">The orchestrator function.</param>
    /// <param name="start">The effect that starts it.</param>
    /// <param name="now">When it starts.</param>
    public static ReplayedLifecycle Of<TInput>(
        Func<TaskOrchestrationContext, Task<string>> orchestrator, OutboxEffect start, DateTimeOffset now) =>
        new(request => GrpcOrchestrationRunner.LoadAndRun<TInput, string>(request, (context, _) => orchestrator(context)!), start, now);

    /// <summary>Lets an activity succeed, and writes down what it was asked for.</summary>
    public ReplayedLifecycle On<TInput>(string activity, Func<TInput, string> describe)
    {
        descriptions[activity] = input => describe((TInput)JsonDataConverter.Default.Deserialize(input, typeof(TInput))!);
        return this;
    }

    /// <summary>Lets the next tries of an activity fail.</summary>
    public ReplayedLifecycle Fail(string activity, int times)
    {
        failures[activity] = times;
        return this;
    }

    /// <summary>Begins, and runs until it only waits for signals and timers.</summary>
    public ReplayedLifecycle Begin()
    {
        Step(started);
        Settle();
        return this;
    }

    /// <summary>Tells it of something as the outbox does, and runs until it only waits again. After the end nobody listens.</summary>
    public void Signal(OutboxEffect signal)
    {
        var stored = Stored(signal);
        Assert.Equal(instance, stored.Instance);
        if (Output is not null) return;
        Step(new HistoryEvent { EventRaised = new EventRaisedEvent { Name = stored.Name, Input = Handed(stored.Payload) } });
        Settle();
    }

    /// <summary>Lets time go by: every timer that is due until then fires at its instant.</summary>
    public void AdvanceTo(DateTimeOffset instant)
    {
        while (Output is null && NextTimer is { } next && next <= instant) FireNextTimer();
        Now = instant;
    }

    /// <summary>One replay, which must come to the same again: the actions it returns become history.</summary>
    private void Step(HistoryEvent arrived)
    {
        HistoryEvent[] arriving = [At(new HistoryEvent { OrchestratorStarted = new OrchestratorStartedEvent() }), At(arrived)];
        var response = Replay(arriving);
        Assert.Equal(response, Replay(arriving));
        history.AddRange(arriving);
        Status = response.CustomStatus;
        foreach (var action in response.Actions) history.Add(At(Taken(action)));
        history.Add(At(new HistoryEvent { OrchestratorCompleted = new OrchestratorCompletedEvent() }));
    }

    private OrchestratorResponse Replay(IEnumerable<HistoryEvent> arriving)
    {
        var request = new OrchestratorRequest { InstanceId = instance, PastEvents = { history }, NewEvents = { arriving } };
        return OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(run(Convert.ToBase64String(request.ToByteArray()))));
    }

    /// <summary>Does what an action asks for; returns the event that records it.</summary>
    private HistoryEvent Taken(OrchestratorAction action)
    {
        switch (action.OrchestratorActionTypeCase)
        {
            case OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask:
                var task = action.ScheduleTask;
                activities.Enqueue((action.Id, task));
                return new HistoryEvent
                {
                    EventId = action.Id,
                    TaskScheduled = new TaskScheduledEvent { Name = task.Name, Input = task.Input },
                };
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer:
                var at = action.CreateTimer.FireAt;
                timers.Add((action.Id, at.ToDateTimeOffset()));
                return new HistoryEvent { EventId = action.Id, TimerCreated = new TimerCreatedEvent { FireAt = at } };
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration:
                var end = action.CompleteOrchestration;
                // A replay that asks for something else than its history records fails with NonDeterministicOrchestrationException.
                Assert.True(end.OrchestrationStatus is OrchestrationStatus.Completed, $"{end.FailureDetails}");
                Output = JsonSerializer.Deserialize<string>(end.Result);
                return new HistoryEvent
                {
                    EventId = action.Id,
                    ExecutionCompleted = new ExecutionCompletedEvent { OrchestrationStatus = end.OrchestrationStatus, Result = end.Result },
                };
            default:
                throw new InvalidOperationException($"No lifecycle asks for {action}.");
        }
    }

    /// <summary>Answers the activities one by one, each in a step of its own, until none is asked for.</summary>
    private void Settle()
    {
        while (activities.TryDequeue(out var next)) Step(Answered(next.Id, next.Task));
    }

    private HistoryEvent Answered(int id, ScheduleTaskAction task)
    {
        // An activity's input is the one element of an array.
        asked.Add(descriptions[task.Name](Handed(JsonElement.Parse(task.Input)[0])));
        if (failures.GetValueOrDefault(task.Name) == 0)
            return new HistoryEvent { EventId = -1, TaskCompleted = new TaskCompletedEvent { TaskScheduledId = id } };
        failures[task.Name]--;
        var failure = new TaskFailureDetails { ErrorType = typeof(IOException).FullName, ErrorMessage = "The storage is down." };
        return new HistoryEvent { EventId = -1, TaskFailed = new TaskFailedEvent { TaskScheduledId = id, FailureDetails = failure } };
    }

    private void FireNextTimer()
    {
        var next = timers.MinBy(timer => timer.FireAt);
        timers.Remove(next);
        Now = next.FireAt > Now ? next.FireAt : Now;
        Step(new HistoryEvent
        {
            EventId = -1,
            TimerFired = new TimerFiredEvent { TimerId = next.Id, FireAt = next.FireAt.ToTimestamp() },
        });
        Settle();
    }

    private HistoryEvent At(HistoryEvent one)
    {
        one.Timestamp = Now.ToTimestamp();
        return one;
    }

    /// <summary>The effect as it comes out of the outbox again.</summary>
    private static OutboxEffect Stored(OutboxEffect effect) =>
        OutboxRows.EffectsOf(OutboxRows.Of("c1", Guid.Empty, [effect]))[0];

    /// <summary>A payload as the host's extension hands it on: its decimals go through a double, and 12.50 becomes 12.5.</summary>
    private static string Handed(JsonElement payload)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) Write(payload, writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(JsonElement value, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(property.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(item, writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number when value.GetRawText().Contains('.', StringComparison.Ordinal):
                writer.WriteNumberValue(value.GetDouble());
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
