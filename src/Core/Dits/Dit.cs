using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;
using Dfm.Core.Attachments;
using Dfm.Core.Parc;
using Dfm.Core.Webhooks;

namespace Dfm.Core.Dits;

/// <summary>A request for an intervention (« demande d'intervention technique », manual, chapters 2 to 4).</summary>
/// <param name="Subject">The asset when the DIT was raised.</param>
/// <param name="RaisedBy">Receives the confirmations.</param>
/// <param name="RaisedAt">Start of the contractual period.</param>
/// <param name="RemindAt">When the service desk is reminded if no visit has been planned.</param>
/// <param name="Version">Counts accepted commands, from 1; the ETag of the HTTP contract.</param>
/// <param name="Transitions">Counts the accepted commands that raise an event to the lifecycle, from 1.</param>
/// <param name="Visit">The planned or the last visit; null before the first.</param>
/// <param name="Report">The technician's last report; null before the first.</param>
/// <param name="ClosesAt">In <see cref="DitState.WorkDone"/>, when the DIT closes automatically; else null.</param>
/// <param name="Attachments">Oldest first.</param>
public sealed record Dit(
    DitNumber Number,
    CustomerId Customer,
    AssetSnapshot Subject,
    DitRequest Request,
    Person RaisedBy,
    DateTimeOffset RaisedAt,
    DateTimeOffset RemindAt,
    DitState State,
    int Version,
    int Transitions,
    Visit? Visit,
    string? Report,
    DateTimeOffset? ClosesAt,
    IReadOnlyList<Attachment> Attachments) : IAggregate, IPublished<Dit>
{
    long IAggregate.Sequence => Number.Sequence;

    WebhookEvent? IPublished<Dit>.EventSince(Dit? before, DateTimeOffset at) => DitStateChanged.Of(before, this, at);
}

/// <summary>A technician's visit.</summary>
/// <param name="PlannedFor">Start of the visit.</param>
public sealed record Visit(DateTimeOffset PlannedFor, string Technician);
