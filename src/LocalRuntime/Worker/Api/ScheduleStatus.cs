namespace Microsoft.Azure.Functions.Worker;

/// <summary>The remembered runs of a monitored timer, in UTC.</summary>
public class ScheduleStatus
{
    /// <summary>The occurrence last run; the default value before the first.</summary>
    public DateTime Last { get; set; }

    /// <summary>When this was last written.</summary>
    public DateTime LastUpdated { get; set; }

    /// <summary>The occurrence expected next.</summary>
    public DateTime Next { get; set; }
}
