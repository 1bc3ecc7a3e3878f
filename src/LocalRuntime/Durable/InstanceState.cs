using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Durable;

/// <summary>What is cached of an instance between its turns: its row, its live run, and its outstanding actions.</summary>
internal sealed class InstanceState(InstanceRow row, IEnumerable<string> historyKeys)
{
    public InstanceRow Row { get; set; } = row;

    /// <summary>The live run; null for an instance that is finished.</summary>
    public Execution? Execution { get; set; }

    /// <summary>The rows of the present run's history.</summary>
    public List<string> HistoryKeys { get; } = [.. historyKeys];

    /// <summary>Activities, sub-orchestrations and events to send that have no answer yet, by number.</summary>
    public SortedDictionary<int, HistoryAction> Outstanding { get; } = [];

    /// <summary>The sent events that have arrived; null for none.</summary>
    public HashSet<string>? SentEvents { get; private set; }

    /// <summary>Takes over a turn that is stored.</summary>
    public void Add(TurnRecord record)
    {
        foreach (var happened in record.Events)
        {
            if (happened.IsAnswer) Outstanding.Remove(happened.Id);
            if (happened.SentAs is { } sent) (SentEvents ??= []).Add(sent);
        }

        foreach (var action in record.Actions)
        {
            if (action.Kind != ActionKind.Timer) Outstanding.Add(action.Id, action);
        }
    }

    /// <summary>The state of a loaded instance, its run replayed.</summary>
    public static InstanceState Of(
        LoadedInstance loaded,
        IDurableFunctions functions,
        DataConverter converter,
        ILoggerFactory loggers,
        Action<Execution> onIllegalAwait)
    {
        var state = new InstanceState(loaded.Row, loaded.HistoryKeys);
        foreach (var record in loaded.History) state.Add(record);
        if (loaded.Row.IsFinished) return state;
        state.Execution = new Execution(loaded.Row, converter, loggers, onIllegalAwait);
        foreach (var record in loaded.History) state.Execution.Replay(record, functions);
        return state;
    }
}
