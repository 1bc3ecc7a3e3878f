namespace Dfm.Functions.Storage;

/// <summary>The tables and containers of the portal. One table per aggregate, partitioned by customer.</summary>
public static class TableNames
{
    /// <summary>Customers and their sites.</summary>
    public const string Customers = "Customers";

    /// <summary>Credentials, sign-in attempts and sessions.</summary>
    public const string Accounts = "Accounts";

    /// <summary>Users: who they are, what they may do; erasures; their outbox.</summary>
    public const string Users = "Users";

    /// <summary>API keys of staff and machines.</summary>
    public const string ApiKeys = "ApiKeys";

    /// <summary>Assets and their index rows.</summary>
    public const string Parc = "Parc";

    /// <summary>The list of natures.</summary>
    public const string Natures = "Natures";

    /// <summary>The catalogue of consumables, by model.</summary>
    public const string Consumables = "Consumables";

    /// <summary>Carts; and orders, their journals, indexes and outbox.</summary>
    public const string Orders = "Orders";

    /// <summary>DITs, their journals, indexes and outbox.</summary>
    public const string Dits = "Dits";

    /// <summary>Meters with their readings, contracts, and what else a customer's readings need; their outbox.</summary>
    public const string Meters = "Meters";

    /// <summary>When which contract's readings are due, by day.</summary>
    public const string ReadingDates = "ReadingDates";

    /// <summary>The staff's queues of DITs by state, and which customer a DIT number belongs to.</summary>
    public const string DitQueues = "DitQueues";

    /// <summary>The staff's queues of orders by state, and which customer an order number belongs to.</summary>
    public const string OrderQueues = "OrderQueues";

    /// <summary>Invoices, their lists and search index, and their outbox.</summary>
    public const string Invoices = "Invoices";

    /// <summary>Which customer an invoice's number belongs to.</summary>
    public const string InvoiceNumbers = "InvoiceNumbers";

    /// <summary>The services that customers can write to.</summary>
    public const string ContactServices = "ContactServices";

    /// <summary>Contact requests, the staff's list of them, and their outbox.</summary>
    public const string ContactRequests = "ContactRequests";

    /// <summary>What customers thought of interventions, by month.</summary>
    public const string Satisfaction = "Satisfaction";

    /// <summary>The counters of numbers.</summary>
    public const string Counters = "Counters";

    /// <summary>Which users have a mail address, by its hash.</summary>
    public const string MailAddresses = "MailAddresses";

    /// <summary>Mails that came in, and what became of them; their outbox.</summary>
    public const string InboundMails = "InboundMails";

    /// <summary>Mails that did not reach their recipients.</summary>
    public const string MailFailures = "MailFailures";

    /// <summary>Mails that were claimed or sent, by their id.</summary>
    public const string SentMails = "SentMails";

    /// <summary>The subscriptions of webhooks.</summary>
    public const string Webhooks = "Webhooks";

    /// <summary>What was sent to the subscriptions of webhooks.</summary>
    public const string WebhookDeliveries = "WebhookDeliveries";

    /// <summary>All tables; missing ones are created at startup.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Customers, Accounts, Users, ApiKeys, Parc, Natures, Consumables, Orders, Dits, DitQueues, OrderQueues, Meters, ReadingDates, Invoices,
        InvoiceNumbers, ContactServices, ContactRequests, Satisfaction, Counters, SentMails, Webhooks, WebhookDeliveries,
        MailAddresses, InboundMails, MailFailures,
    ];

    /// <summary>The tables with an outbox in each customer's partition.</summary>
    public static IReadOnlyList<string> WithOutbox { get; } = [Dits, Orders, Meters, Invoices, ContactRequests, Users];

    /// <summary>The partition of <see cref="InboundMails"/>, which has an outbox of its own; no customer can have this key.</summary>
    public const string InboundPartition = "~mails";

    /// <summary>The blob container of attachments; blob names are <c>{customer}/{number}/{id}</c>, of contact requests <c>{customer}/contact-{number}/{id}</c>.</summary>
    public const string Attachments = "attachments";

    /// <summary>The blob container of invoices; blob names are <c>{customer}/{hash}.pdf</c>.</summary>
    public const string InvoicePdfs = "invoices";

    /// <summary>The blob container of mails as they came; a blob's name is its hash.</summary>
    public const string InboundOriginals = "inbound-mails";

    /// <summary>All blob containers; missing ones are created at startup.</summary>
    public static IReadOnlyList<string> Containers { get; } = [Attachments, InvoicePdfs, InboundOriginals];
}
