namespace Dfm.LocalRuntime.Durable;

/// <summary>All that is stored of one instance.</summary>
/// <param name="Row">Its row.</param>
/// <param name="History">The turns of its present run, in order.</param>
/// <param name="HistoryKeys">The rows that hold them.</param>
/// <param name="Inbox">The messages that wait for it, in the order of their arrival.</param>
internal sealed record LoadedInstance(InstanceRow Row, List<TurnRecord> History, List<string> HistoryKeys, List<Message> Inbox);
