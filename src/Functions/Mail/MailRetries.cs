namespace Dfm.Functions.Mail;

/// <summary>When a mail that could not be sent is tried again: after 1, 2, 4, 8, 16 and 32 minutes, then hourly, for a day.</summary>
public static class MailRetries
{
    /// <summary>So many that they span 24 hours: 63 minutes for the first six, then one hour each.</summary>
    public const int Most = 29;

    /// <summary>
    /// For so many retries, an hour, a mail waits until its files are scanned: usually that takes seconds. Then it goes without those whose
    /// scan has not ended, and names them.
    /// </summary>
    public const int ForScans = 6;

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>How long to wait after a failure; null when it is time to give up.</summary>
    /// <param name="retriesBefore">How many retries were made before; none at the first failure.</param>
    public static TimeSpan? Delay(int retriesBefore) => retriesBefore switch
    {
        >= Most => null,
        >= 6 => Longest,
        _ => TimeSpan.FromMinutes(1 << retriesBefore),
    };
}
