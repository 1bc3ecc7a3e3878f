using Dfm.Core.Calendar;
using Dfm.Functions.Meters.Storage;
using Dfm.Functions.Security;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Meters.Reminders;

/// <summary>Timer, every morning: reminds whoever is responsible of the readings that are due or late.</summary>
public sealed partial class RemindMeterReadings(
    TableReadingDates dates, ReadingReminder reminder, TimeProvider clock, ILogger<RemindMeterReadings> logger)
{
    private const int CustomersAtOnce = 8;

    /// <summary>Reads what is due today or was left over, never the customers; what fails for one of them is left for tomorrow.</summary>
    [Function(nameof(RemindMeterReadings)), Audience(Audience.Platform)]
    public async Task Run([TimerTrigger("0 0 6 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var due = await dates.Due(ParisTime.Day(clock.GetUtcNow()), cancellationToken).ToListAsync(cancellationToken);
        await Parallel.ForEachAsync(
            due.GroupBy(date => date.Customer),
            new ParallelOptions { MaxDegreeOfParallelism = CustomersAtOnce, CancellationToken = cancellationToken },
            async (ofCustomer, stop) => await TryRemind(ofCustomer, stop));
    }

    private async Task TryRemind(IGrouping<CustomerId, ReadingDate> due, CancellationToken cancellationToken)
    {
        try
        {
            await reminder.Remind(due.Key, [.. due], cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(failure, due.Key);
        }
    }

    [LoggerMessage(LogLevel.Error, "Customer {Customer} was not reminded of its readings; it is tried again tomorrow.")]
    private partial void LogFailed(Exception failure, CustomerId customer);
}
