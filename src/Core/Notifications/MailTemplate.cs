namespace Dfm.Core.Notifications;

/// <summary>The portal's mails, by the name of their templates.</summary>
public static class MailTemplate
{
    /// <summary>To the customer: the recap of a DIT just raised, with its number (manual, chapter 2).</summary>
    public const string DitRegistered = "dit-registered";

    /// <summary>To the customer: when a technician comes, and who.</summary>
    public const string DitPlanned = "dit-planned";

    /// <summary>To the customer: the work is done, and when the DIT closes by itself.</summary>
    public const string DitWorkDone = "dit-work-done";

    /// <summary>To the customer: the DIT is closed.</summary>
    public const string DitClosed = "dit-closed";

    /// <summary>To the customer: the cancellation is confirmed, with its comment (manual, chapter 4).</summary>
    public const string DitCancelled = "dit-cancelled";

    /// <summary>To DFM's service desk: nobody has planned the DIT in time for its urgency.</summary>
    public const string DitReminder = "dit-reminder";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [DitRegistered, DitPlanned, DitWorkDone, DitClosed, DitCancelled, DitReminder];
}
