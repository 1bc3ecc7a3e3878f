using Azure;
using Azure.Data.Tables;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Durable;

/// <summary>The orchestration that waits for this one, and the action of its run that started it.</summary>
internal sealed record ParentLink(string InstanceId, string Name, string Run, int ActionId);

/// <summary>An instance as its row says: everything but its history.</summary>
internal sealed record InstanceRow
{
    // Longer texts stand in rows of their own.
    private const int LongestInline = 16_000;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public OrchestrationRuntimeStatus Status { get; init; } = OrchestrationRuntimeStatus.Pending;

    /// <summary>Whether the engine has anything left to do for it: it is unfinished, or has events to send.</summary>
    public bool IsOpen { get; init; } = true;

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset Updated { get; init; }

    /// <summary>The number of the run: raised by continue-as-new, and when a new instance takes the id. Only its history counts.</summary>
    public int Generation { get; init; }

    /// <summary>How many turns the run has had; 0 before it has started.</summary>
    public int Turn { get; init; }

    /// <summary>When it has to be woken: its next timer, or its start; null if by messages alone.</summary>
    public DateTime? Due { get; init; }

    /// <summary>How many activities, sub-orchestrations and events to send are outstanding.</summary>
    public int Outstanding { get; init; }

    public string? CustomStatus { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public Failure? Failure { get; init; }

    public ParentLink? Parent { get; init; }

    /// <summary>Names the request that made the instance, so that a repeated one is recognised.</summary>
    public string StartedBy { get; init; } = "";

    public ETag ETag { get; init; }

    /// <summary>Names the present run: no other run of any instance has this name.</summary>
    public string Run => $"{StartedBy}:{Generation}";

    /// <summary>Whether nothing has happened to it yet.</summary>
    public bool IsNew => Turn == 0 && Status == OrchestrationRuntimeStatus.Pending && ETag != default;

    public bool IsFinished => Finished.Contains(Status);

    public static IReadOnlyList<OrchestrationRuntimeStatus> Finished { get; } =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <summary>The rows of a new instance, its own row first.</summary>
    public List<TableEntity> ToRows()
    {
        var row = NewRow();
        row["Name"] = Name;
        row["Created"] = Created;
        row["StartedBy"] = StartedBy;
        if (Parent is not null)
        {
            row["ParentId"] = Parent.InstanceId;
            row["ParentName"] = Parent.Name;
            row["ParentRun"] = Parent.Run;
            row["ParentAction"] = Parent.ActionId;
        }

        return WithChanges(row, InputRows(row));
    }

    /// <summary>The rows of a turn: the instance's own first, to be merged, then those of long texts, to be added.</summary>
    /// <param name="before">The instance before the turn.</param>
    public List<TableEntity> ToChangedRows(InstanceRow before)
    {
        var row = NewRow();
        return WithChanges(row, Generation == before.Generation ? [] : InputRows(row));
    }

    /// <summary>The instance of a row; long texts are to be read from their own rows.</summary>
    /// <param name="row">The instance's row.</param>
    /// <param name="longText">Reads the text of a key.</param>
    public static InstanceRow Of(TableEntity row, Func<string, string?>? longText = null)
    {
        var generation = row.GetInt32("Generation") ?? 0;
        var due = row.GetInt64("Due") ?? 0;
        return new InstanceRow
        {
            Id = InstanceKeys.InstanceId(row.PartitionKey),
            Name = row.GetString("Name") ?? "",
            Status = Enum.Parse<OrchestrationRuntimeStatus>(row.GetString("Status")),
            IsOpen = row.GetBoolean("IsOpen") ?? false,
            Created = row.GetDateTimeOffset("Created") ?? default,
            Updated = row.GetDateTimeOffset("Updated") ?? default,
            Generation = generation,
            Turn = row.GetInt32("Turn") ?? 0,
            Due = due == 0 ? null : new DateTime(due, DateTimeKind.Utc),
            Outstanding = row.GetInt32("Outstanding") ?? 0,
            CustomStatus = NullIfEmpty(row.GetString("CustomStatus")),
            Input = HasLongInput(row) ? longText?.Invoke(InstanceKeys.InputOf(row.PartitionKey, generation)) : NullIfEmpty(row.GetString("Input")),
            Output = HasLongOutput(row) ? longText?.Invoke(InstanceKeys.OutputOf(row.PartitionKey, generation)) : NullIfEmpty(row.GetString("Output")),
            Failure = row.GetString("Failure") is { Length: > 0 } failure ? StorageJson.Failure(failure) : null,
            Parent = row.GetString("ParentId") is { Length: > 0 } parent
                ? new ParentLink(parent, row.GetString("ParentName"), row.GetString("ParentRun"), row.GetInt32("ParentAction") ?? 0)
                : null,
            StartedBy = row.GetString("StartedBy") ?? "",
            ETag = row.ETag,
        };
    }

    /// <summary>The rows of a long input; none for a short one.</summary>
    public IEnumerable<string> LongInputKeys() => InputRows(NewRow()).Select(row => row.RowKey);

    /// <summary>Whether a text of the instance stands in rows of its own.</summary>
    public static bool HasLongTexts(TableEntity row) => HasLongInput(row) || HasLongOutput(row);

    private static bool HasLongInput(TableEntity row) => row.GetBoolean("LongInput") ?? false;

    private static bool HasLongOutput(TableEntity row) => row.GetBoolean("LongOutput") ?? false;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private TableEntity NewRow()
    {
        var partition = InstanceKeys.Partition(Id);
        return new TableEntity(partition, InstanceKeys.InstanceOf(partition));
    }

    private List<TableEntity> InputRows(TableEntity row)
    {
        var isLong = Input?.Length > LongestInline;
        row["LongInput"] = isLong;
        row["Input"] = isLong ? "" : Input ?? "";
        return isLong ? TextRows.Split(row.PartitionKey, InstanceKeys.InputOf(row.PartitionKey, Generation), Input!) : [];
    }

    private List<TableEntity> WithChanges(TableEntity row, List<TableEntity> texts)
    {
        // A merge leaves out what is null: so nothing is null here.
        row["Status"] = Status.ToString();
        row["IsOpen"] = IsOpen;
        row["Updated"] = Updated;
        row["Generation"] = Generation;
        row["Turn"] = Turn;
        row["Due"] = Due?.Ticks ?? 0L;
        row["Outstanding"] = Outstanding;
        row["CustomStatus"] = CustomStatus ?? "";
        if (IsFinished)
        {
            var isLong = Output?.Length > LongestInline;
            row["LongOutput"] = isLong;
            row["Output"] = isLong ? "" : Output ?? "";
            row["Failure"] = Failure is null ? "" : StorageJson.Text(Failure);
            if (isLong) texts.AddRange(TextRows.Split(row.PartitionKey, InstanceKeys.OutputOf(row.PartitionKey, Generation), Output!));
        }

        return [row, .. texts];
    }
}
