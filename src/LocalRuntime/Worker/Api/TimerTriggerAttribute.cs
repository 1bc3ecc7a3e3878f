using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function on a schedule, never twice at the same time; the parameter is a <see cref="TimerInfo"/>.</summary>
/// <param name="schedule">A six-field NCRONTAB expression in UTC, or <c>%Setting%</c> that names a setting with one.</param>
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>Runs once more when the application starts.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>The expression or <c>%Setting%</c>.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Remembers the runs in storage, so that one missed while the application was down is made up for. Schedules of less
    /// than a minute are never monitored.</summary>
    public bool UseMonitor { get; set; } = true;
}
