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

    /// <summary>To the customer: the recap of an order just placed, with its number (manual, chapter 5).</summary>
    public const string OrderRegistered = "order-registered";

    /// <summary>To the customer: DFM has validated the order and prepares it, all of it or a part.</summary>
    public const string OrderPreparing = "order-preparing";

    /// <summary>To the customer: a parcel is on its way, and what is still to come.</summary>
    public const string OrderShipped = "order-shipped";

    /// <summary>To the customer: the cancellation is confirmed, with its comment (manual, chapter 5).</summary>
    public const string OrderCancelled = "order-cancelled";

    /// <summary>To DFM's order desk: nobody has validated the order in time.</summary>
    public const string OrderReminder = "order-reminder";

    /// <summary>To each Superviseur: a cart waits for approval.</summary>
    public const string ApprovalRequested = "approval-requested";

    /// <summary>To whoever submitted the cart: it waits for a Superviseur's approval.</summary>
    public const string ApprovalSubmitted = "approval-submitted";

    /// <summary>To whoever submitted the cart: a Superviseur refused it, and why; its articles are back in the cart.</summary>
    public const string ApprovalRefused = "approval-refused";

    /// <summary>To whoever submitted the cart: no Superviseur decided in time; its articles are back in the cart.</summary>
    public const string ApprovalExpired = "approval-expired";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        DitRegistered, DitPlanned, DitWorkDone, DitClosed, DitCancelled, DitReminder,
        OrderRegistered, OrderPreparing, OrderShipped, OrderCancelled, OrderReminder,
        ApprovalRequested, ApprovalSubmitted, ApprovalRefused, ApprovalExpired,
    ];
}
