using Azure;

namespace Dfm.LocalRuntime.Durable;

/// <summary>How long to wait after storage faults. Real time, whatever clock the orchestrations live by.</summary>
internal static class BackOff
{
    /// <summary>50 ms, then twice as long each time, up to 5 s; with up to a half more, so that many do not come back together.</summary>
    /// <param name="failures">How many attempts have failed, from 1.</param>
    public static TimeSpan After(int failures)
    {
        var milliseconds = Math.Min(5000, 50 * Math.Pow(2, Math.Min(failures - 1, 10)));
#pragma warning disable CA5394 // Not for security.
        return TimeSpan.FromMilliseconds(milliseconds * (1 + Random.Shared.NextDouble() / 2));
#pragma warning restore CA5394
    }

    /// <summary>A fault for the log: what went wrong, without anything that was to be stored.</summary>
    public static string Describe(Exception fault) => fault switch
    {
        RequestFailedException { Status: var status, ErrorCode: var code } => $"{status} {code}",
        AggregateException { InnerException: { } inner } => Describe(inner),
        _ => fault.GetType().ToString(),
    };
}
