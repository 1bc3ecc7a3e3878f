using System.Text.Json.Serialization;
using Dfm.Core.Accounts;
using Dfm.Core.Approvals;
using Dfm.Core.Dits;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Catalogue.Responses;
using Dfm.Functions.Outbox;
using Dfm.Functions.Webhooks.Delivery;

namespace Dfm.Functions.Tests.Infrastructure;

// What the portal responds without a record of its own; the records that it has are read as they are.

/// <summary>A page of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="NextCursor">Asks for the next page; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor = null);

/// <summary>A refusal: <c>application/problem+json</c> (RFC 9457).</summary>
/// <param name="Type">Where its status is defined.</param>
/// <param name="Title">The status in French.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">What went wrong, for programs.</param>
/// <param name="Detail">The same as a French sentence.</param>
/// <param name="State">For a conflict of a lifecycle, the state that stands; else null.</param>
/// <param name="Errors">French messages by field, or by asset of a cart; null where no field is wrong.</param>
/// <param name="Trace">For an internal error, what the logs know it by; else null.</param>
public sealed record ProblemResponse(
    string Type,
    string Title,
    int Status,
    string Code,
    string Detail,
    string? State = null,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null,
    string? Trace = null)
{
    /// <summary>The fields that are wrong, in the order in which they are named.</summary>
    [JsonIgnore]
    public IEnumerable<string> Fields => Errors?.Keys ?? [];
}

/// <summary>A cart that was checked out: it became orders, or waits for approval.</summary>
/// <param name="Orders">The orders; none where it waits.</param>
/// <param name="Approval">What waits; null where it became orders.</param>
public sealed record CheckoutResponse(IReadOnlyList<OrderSummary> Orders, ApprovalSummary? Approval);

/// <summary>Whether the carts of a customer's Utilisateurs need approval.</summary>
public sealed record OrderApprovalSetting(bool Required);

/// <summary>A nature of intervention, as it is offered for a DIT.</summary>
public sealed record OfferedNature(string Code, string Label, IReadOnlyList<AssetKind> Kinds);

/// <summary>What can be ordered for an asset, or why there is nothing.</summary>
public sealed record ConsumablesResponse(IReadOnlyList<ConsumableResponse> Items, string? Notice);

/// <summary>A line of the staff's queue of DITs: beyond what lists show, whose it is and until when it has to be planned.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record QueuedDit(DitNumber Number, DitState State, CustomerId Customer, string CustomerName, DateTimeOffset DueAt);

/// <summary>A line of the staff's queue of orders: beyond what lists show, whose it is and until when it has to be validated.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record QueuedOrder(OrderNumber Number, OrderState State, CustomerId Customer, string CustomerName, DateTimeOffset DueAt);

/// <summary>What a list shows of a DIT, an order and an approval alike.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record ListedItem(string Number, string State);

/// <summary>The journal that a DIT and an order have alike.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record JournalResponse(IReadOnlyList<JournalLine> Journal);

/// <summary>What a line of a journal has alike for a DIT and an order.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record JournalLine(int Version, string Kind, string By, string? Text);

/// <summary>A mail in the local mailbox, <c>/local/mails</c>.</summary>
/// <param name="Id">The mailbox's id of it: another one for each copy.</param>
/// <param name="To">The addresses of its recipients.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Text">Its plain text.</param>
/// <param name="Html">The same as HTML.</param>
/// <param name="CustomArgs">What the portal tells SendGrid of it.</param>
/// <param name="Headers">Those that the portal has set.</param>
/// <param name="ReplyTo">Where replies go; null for its sender.</param>
/// <param name="Attachments">Its files.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record KeptMail(
    string Id,
    IReadOnlyList<string> To,
    string Subject,
    string Text,
    string Html,
    IReadOnlyDictionary<string, string> CustomArgs,
    IReadOnlyDictionary<string, string> Headers,
    string? ReplyTo,
    IReadOnlyList<KeptAttachment> Attachments)
{
    /// <summary>The portal's id of the mail, which it sends once, e.g. <c>dit-42-1-Raised</c>.</summary>
    [JsonIgnore]
    public string MailId => CustomArgs["mail_id"];
}

/// <summary>A file of a mail, <c>/local/mailbox/{id}/files/{n}</c>.</summary>
public sealed record KeptAttachment(string Name, long Size);

/// <summary>How many messages are in a queue, <c>/local/queues</c>.</summary>
/// <param name="Name">The queue.</param>
/// <param name="Length">All messages but dead letters.</param>
/// <param name="Scheduled">Those of them that are not due yet.</param>
/// <param name="DeadLetterLength">The dead letters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record QueueLength(string Name, int Length, int Scheduled, int DeadLetterLength)
{
    /// <summary>Whether nothing is left in it but looks of the outbox, or tries of webhooks, that are not due yet.</summary>
    [JsonIgnore]
    public bool IsDone => Length - (Name is OutboxQueue.Name or WebhookQueue.Name ? Scheduled : 0) + DeadLetterLength == 0;
}

/// <summary>The orchestrations, <c>/local/orchestrations</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record OrchestrationsResponse(IReadOnlyList<OrchestrationResponse> Items);

/// <summary>An instance of an orchestration.</summary>
/// <param name="Id">Its id, e.g. <c>dit-42</c>.</param>
/// <param name="Status">Its runtime status.</param>
/// <param name="CustomStatus">The state that it shows; null before it has shown one.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record OrchestrationResponse(string Id, string Status, LifecycleState? CustomStatus);

/// <summary>The state that a lifecycle shows.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record LifecycleState(string State);
