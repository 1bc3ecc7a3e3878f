namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer function is told about the run.</summary>
public class TimerInfo
{
    /// <summary>True when the run makes up for one missed while the application was down.</summary>
    public bool IsPastDue { get; set; }

    /// <summary>The remembered runs; null when the timer is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }
}
