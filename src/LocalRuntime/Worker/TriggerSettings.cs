using Dfm.LocalRuntime.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Dfm.LocalRuntime.Worker;

/// <summary>The settings that triggers need.</summary>
internal static class TriggerSettings
{
    private const string TimeZone = "WEBSITE_TIME_ZONE";

    /// <summary>Adds a sentence to <paramref name="problems"/> for every setting that is missing or not honoured.</summary>
    public static void Check(IReadOnlyList<Function> functions, IConfiguration configuration, List<string> problems)
    {
        foreach (var function in functions.Select(function => function.Descriptor))
        {
            try
            {
                Check(function, configuration);
            }
            catch (Exception problem) when (problem is FormatException or InvalidOperationException)
            {
                problems.Add($"Function '{function.Name}': {problem.Message.TrimEnd('.')}.");
            }
        }

        if (functions.Any(function => function.Descriptor.Trigger is TimerTriggerAttribute) && configuration[TimeZone] is { Length: > 0 })
            problems.Add($"The setting '{TimeZone}' is not honoured: timers run in UTC.");
        if (functions.Any(ParameterBinding.IsDurable) && string.IsNullOrEmpty(configuration[Settings.Storage]))
            problems.Add($"The setting '{Settings.Storage}' is missing; durable functions need it.");
    }

    private static void Check(FunctionDescriptor function, IConfiguration configuration)
    {
        switch (function.Trigger)
        {
            case TimerTriggerAttribute timer:
                TimerSchedule.Parse(Settings.Resolve(configuration, timer.Schedule));
                if (timer.UseMonitor)
                    Settings.Require(configuration, Settings.Storage, "a timer with UseMonitor");
                break;
            case ServiceBusTriggerAttribute message:
                Settings.Resolve(configuration, message.QueueName!);
                Settings.Require(configuration, ServiceBusListener.ConnectionOf(message), "its trigger");
                break;
        }
    }
}
