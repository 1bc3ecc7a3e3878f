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

    /// <summary>Must come before the first use.</summary>
    public Task CreateAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>What is remembered of a function under this schedule; null for a new function or a changed schedule.</summary>
    public async Task<TimerStatus?> ReadAsync(string function, string schedule, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, function, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } && row.GetString("Schedule") == schedule
            ? new(Read(row, nameof(TimerStatus.Last)), Read(row, nameof(TimerStatus.Next)), Read(row, nameof(TimerStatus.LastUpdated)))
            : null;
    }

    /// <summary>Remembers a function's status.</summary>
    public Task WriteAsync(string function, string schedule, TimerStatus status, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition, function)
        {
            ["Schedule"] = schedule,
            [nameof(TimerStatus.Next)] = status.Next,
            [nameof(TimerStatus.LastUpdated)] = status.LastUpdated,
        };
        // A table knows no instant before 1601: not run yet is left out.
        if (status.Last != default) row[nameof(TimerStatus.Last)] = status.Last;
        return table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    private static DateTime Read(TableEntity row, string property) => row.GetDateTimeOffset(property)?.UtcDateTime ?? default;
}
