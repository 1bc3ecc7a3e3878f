using System.Text.Json;
using Azure.Data.Tables;

namespace Dfm.LocalHost.Timers;

/// <summary>When a timer ran and runs, as the worker reads it.</summary>
/// <param name="Last">The last occurrence that ran; the default before the first.</param>
/// <param name="Next">The next occurrence.</param>
/// <param name="LastUpdated">When this was written.</param>
internal sealed record TimerStatus(DateTime Last, DateTime Next, DateTime LastUpdated);

/// <summary>Remembers the runs of timers in a table, so that one missed while the app was down is made up for.</summary>
internal sealed class TimerMonitor(string connectionString)
{
    private const string Partition = "timer";
    private readonly TableClient table = new(connectionString, "LocalTimers");

    /// <summary>What is remembered of a function under this schedule; null for a new function or a changed schedule.</summary>
    public async Task<TimerStatus?> ReadAsync(string function, string schedule, CancellationToken cancellationToken)
    {
        await table.CreateIfNotExistsAsync(cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, function, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } && row.GetString("Schedule") == schedule
            ? JsonSerializer.Deserialize<TimerStatus>(row.GetString("Status"))
            : null;
    }

    /// <summary>Remembers a function's status.</summary>
    public Task WriteAsync(string function, string schedule, TimerStatus status, CancellationToken cancellationToken) => table.UpsertEntityAsync(
        new TableEntity(Partition, function) { ["Schedule"] = schedule, ["Status"] = JsonSerializer.Serialize(status) },
        TableUpdateMode.Replace,
        cancellationToken);
}
