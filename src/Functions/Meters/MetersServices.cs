using Dfm.Functions.Meters.Commands;
using Dfm.Functions.Meters.Reminders;
using Dfm.Functions.Meters.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Meters;

/// <summary>What the chapter of the meter readings needs.</summary>
public static class MetersServices
{
    /// <summary>Registers stores and the command handler.</summary>
    public static IServiceCollection AddMeters(this IServiceCollection services) => services
        .AddSingleton<TableMeterStore>()
        .AddSingleton<TableMeterSettings>()
        .AddSingleton<TableReadingDates>()
        .AddSingleton<ReadingReminder>()
        .AddSingleton<ReadingJudge>()
        .AddSingleton<ReadingsCommandHandler>();
}
