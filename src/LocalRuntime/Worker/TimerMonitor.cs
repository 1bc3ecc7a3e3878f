using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.LocalRuntime.Worker;

/// <summary>Remembers the runs of timers in a table, so that a run missed while the application was down is noticed.</summary>
internal sealed class TimerMonitor(string connectionString)
{
    private const string Partition = "timer";

    private readonly TableClient table = new(connectionString, "LocalTimers", StorageOptions.Local(new TableClientOptions()));

    /// <summary>Must come before the first use.</summary>
    public Task CreateAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>What is remembered of the function under this schedule; null for a new function or a changed schedule.</summary>
    public async Task<ScheduleStatus?> ReadAsync(string function, string schedule, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, function, cancellationToken: cancellationToken);
        if (found is not { HasValue: true, Value: { } row } || row.GetString("Schedule") != schedule)
            return null;
        return new ScheduleStatus
        {
            Last = row.GetDateTimeOffset("Last")?.UtcDateTime ?? default,
            Next = row.GetDateTimeOffset("Next")!.Value.UtcDateTime,
            LastUpdated = row.GetDateTimeOffset("LastUpdated")!.Value.UtcDateTime,
        };
    }

    public async Task WriteAsync(string function, string schedule, ScheduleStatus status, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition, function)
        {
            ["Schedule"] = schedule,
            ["Next"] = new DateTimeOffset(status.Next, TimeSpan.Zero),
            ["LastUpdated"] = new DateTimeOffset(status.LastUpdated, TimeSpan.Zero),
        };
        // A table knows no instant before 1601: not run yet is left out.
        if (status.Last != default)
            row["Last"] = new DateTimeOffset(status.Last, TimeSpan.Zero);
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }
}
