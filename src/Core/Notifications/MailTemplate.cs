namespace Dfm.Core.Notifications;

/// <summary>The names of the mail templates.</summary>
public static class MailTemplate
{
    /// <summary>To the customer: the recap of a new DIT, with its number (manual, chapter 2).</summary>
    public const string DitRegistered = "dit-registered";

    /// <summary>To the customer: the date of the visit and the technician.</summary>
    public const string DitPlanned = "dit-planned";

    /// <summary>To the customer: the work is done, and when the DIT closes automatically.</summary>
    public const string DitWorkDone = "dit-work-done";

    /// <summary>To the customer: the DIT is closed.</summary>
    public const string DitClosed = "dit-closed";

    /// <summary>To the customer: the cancellation is confirmed, with its comment (manual, chapter 4).</summary>
    public const string DitCancelled = "dit-cancelled";

    /// <summary>To DFM's service desk: no visit has been planned in time for the urgency.</summary>
    public const string DitReminder = "dit-reminder";

    /// <summary>To the customer: the recap of a new order, with its number (manual, chapter 5).</summary>
    public const string OrderRegistered = "order-registered";

    /// <summary>To the customer: DFM has validated the order, in full or in part.</summary>
    public const string OrderPreparing = "order-preparing";

    /// <summary>To the customer: a parcel was sent, and what remains to be sent.</summary>
    public const string OrderShipped = "order-shipped";

    /// <summary>To the customer: the cancellation is confirmed, with its comment (manual, chapter 5).</summary>
    public const string OrderCancelled = "order-cancelled";

    /// <summary>To DFM's order desk: the order was not validated in time.</summary>
    public const string OrderReminder = "order-reminder";

    /// <summary>To each Superviseur: a cart awaits approval.</summary>
    public const string ApprovalRequested = "approval-requested";

    /// <summary>To the requester: the cart awaits a Superviseur's approval.</summary>
    public const string ApprovalSubmitted = "approval-submitted";

    /// <summary>To the requester: a Superviseur refused the cart, with the reason; the items have returned to the cart.</summary>
    public const string ApprovalRefused = "approval-refused";

    /// <summary>To the requester: no Superviseur decided in time; the items have returned to the cart.</summary>
    public const string ApprovalExpired = "approval-expired";

    /// <summary>To the customer: which of the entered readings were taken, and which not (manual, chapter 6).</summary>
    public const string ReadingsRecorded = "readings-recorded";

    /// <summary>To whoever is responsible: the assets whose readings are due, or late.</summary>
    public const string ReadingsDue = "readings-due";

    /// <summary>To each Superviseur: a new invoice or credit note can be read (manual, chapter 7).</summary>
    public const string InvoiceAvailable = "invoice-available";

    /// <summary>To a service of DFM: a customer's message (manual, chapter 8).</summary>
    public const string ContactRequest = "contact-request";

    /// <summary>To the customer: the copy of a message to a service, with its number (manual, chapter 8).</summary>
    public const string ContactCopy = "contact-copy";

    /// <summary>To a person who has forgotten the password: the link that sets another.</summary>
    public const string PasswordReset = "password-reset";

    /// <summary>To a person whose password was changed.</summary>
    public const string PasswordChanged = "password-changed";

    /// <summary>To the address that a person had: it is another one now.</summary>
    public const string AddressChanged = "address-changed";

    /// <summary>To a person whom a Superviseur has invited: the link that sets the first password.</summary>
    public const string Invitation = "invitation";

    /// <summary>To DFM: a person asks for the own data to be erased.</summary>
    public const string ErasureRequested = "erasure-requested";

    /// <summary>To a person who has asked for the own data to be erased: the copy of that.</summary>
    public const string ErasureReceived = "erasure-received";

    /// <summary>To the customer: a message of DFM's staff on a DIT, with what it answers quoted.</summary>
    public const string DitMessage = "dit-message";

    /// <summary>To a customer's person whose mail names no asset: how to name one.</summary>
    public const string InboundAssets = "inbound-assets";

    /// <summary>To the sender of a mail: which of its files were not taken.</summary>
    public const string InboundFiles = "inbound-files";

    /// <summary>All template names.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        DitRegistered, DitPlanned, DitWorkDone, DitClosed, DitCancelled, DitReminder,
        OrderRegistered, OrderPreparing, OrderShipped, OrderCancelled, OrderReminder,
        ApprovalRequested, ApprovalSubmitted, ApprovalRefused, ApprovalExpired,
        ReadingsRecorded, ReadingsDue, InvoiceAvailable,
        ContactRequest, ContactCopy,
        PasswordReset, PasswordChanged, AddressChanged, Invitation, ErasureRequested, ErasureReceived,
        DitMessage, InboundAssets, InboundFiles,
    ];
}
