using Azure.Data.Tables;
using Dfm.Functions.Security;
using Dfm.Functions.Usage.Storage;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Usage;

/// <summary>Timer, once a night: deletes the months of the journal of use that are older than they are kept, each with its table.</summary>
public sealed class ExpireUsage(TableServiceClient tables, IOptions<UsageOptions> options, TimeProvider clock)
{
    [Function(nameof(ExpireUsage)), Audience(Audience.Platform)]
    public async Task Run([TimerTrigger("0 50 3 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await foreach (var table in UsageTables.List(tables, cancellationToken))
            if (UsageTables.MonthOf(table) is { } month && IsOver(month)) await tables.DeleteTableAsync(table, cancellationToken);
    }

    /// <summary>Whether the whole month is older than it is kept.</summary>
    private bool IsOver(DateTimeOffset month) => month.AddMonths(1 + options.Value.KeepMonths) <= clock.GetUtcNow();
}
