using System.Text.Json.Serialization;
using Dfm.Core.Accounts;
using Dfm.Core.Notifications;
using Dfm.Core.Parc;

namespace Dfm.Core.Inbound;

/// <summary>Where a mail stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InboundState>))]
public enum InboundState
{
    /// <summary>It is stored, and not looked at yet.</summary>
    Received,

    /// <summary>It came before.</summary>
    Duplicate,

    /// <summary>It has raised a DIT, or is a message on a DIT or an order.</summary>
    Done,

    /// <summary>It waits for the staff.</summary>
    Held,

    /// <summary>The staff has said what it belongs to.</summary>
    Assigned,

    /// <summary>The staff wants nothing of it.</summary>
    Discarded,
}

/// <summary>Why a mail waits for the staff.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HoldReason>))]
public enum HoldReason
{
    /// <summary>A machine has sent it.</summary>
    Automatic,

    /// <summary>Nothing proves that it comes from its sender's address.</summary>
    NotAuthenticated,

    /// <summary>No active account has its sender's address.</summary>
    UnknownSender,

    /// <summary>Accounts of several customers have its sender's address.</summary>
    AmbiguousSender,

    /// <summary>Its sender may not see or do what it is about.</summary>
    NotAllowed,

    /// <summary>It names no asset, or several; its sender was asked.</summary>
    NoAsset,

    /// <summary>What it answers is closed.</summary>
    NotOpen,

    /// <summary>Nothing can be read in it.</summary>
    Unreadable,

    /// <summary>What the staff had assigned it to did not take it.</summary>
    NotAssigned,
}

/// <summary>A mail that came in, and what became of it.</summary>
/// <param name="Id">The hash of its bytes, in hexadecimal.</param>
/// <param name="Reason">Why it waits, or has waited; null where it never did.</param>
/// <param name="About">The DIT or order that it became a part of, or that it seems to be about; null for none.</param>
/// <param name="Mail">What can be read in it; null as long as nobody has looked.</param>
public sealed record InboundRecord(
    string Id, DateTimeOffset ReceivedAt, InboundState State, HoldReason? Reason, MailTopic? About, InboundMail? Mail)
{
    /// <summary>Who of the staff has assigned or discarded it; null otherwise.</summary>
    public string? SettledBy { get; init; }

    /// <summary>How often the staff has assigned it: what follows an earlier decision leaves a later one alone.</summary>
    public int Assignments { get; init; }

    /// <summary>The staff's decision: it belongs to <paramref name="target"/>.</summary>
    public Result<InboundRecord> Assign(AssignmentTarget target, string by)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (State is not InboundState.Held) return InboundProblems.NotHeld;
        return Mail?.From is not { Length: > 0 }
            ? InboundProblems.WithoutSender
            : this with { State = InboundState.Assigned, About = target.Topic, SettledBy = by, Assignments = Assignments + 1 };
    }

    /// <summary>The staff's decision: nothing is wanted of it.</summary>
    public Result<InboundRecord> Discard(string by) => State is InboundState.Held
        ? this with { State = InboundState.Discarded, SettledBy = by }
        : InboundProblems.NotHeld;

    /// <summary>Without what its sender has written, who is erased: nobody decides on it any more.</summary>
    public InboundRecord Forget() => this with { Mail = null, State = State is InboundState.Held ? InboundState.Discarded : State };

    /// <summary>It waits for the staff.</summary>
    public InboundRecord Hold(HoldReason reason, MailTopic? about) => this with
    {
        State = InboundState.Held,
        Reason = reason,
        About = about,
        SettledBy = null,
    };
}

/// <summary>What the staff assigns a mail to: an asset of a customer, for which it raises a DIT; or a DIT or an order.</summary>
/// <param name="Asset">Null with a topic.</param>
/// <param name="Topic">Null with an asset.</param>
public sealed record AssignmentTarget(CustomerId Customer, AssetId? Asset, MailTopic? Topic);

/// <summary>Refusals about mails that came in.</summary>
public static class InboundProblems
{
    /// <summary>There is no such mail.</summary>
    public static Problem NotFound { get; } = new(ProblemKind.NotFound, "inbound-mail-not-found", "Ce mail n'existe pas.");

    /// <summary>It has neither a text of its own nor a file.</summary>
    public static Problem Empty { get; } = new(ProblemKind.Invalid, "inbound-mail-empty", "Ce mail ne contient ni texte ni pièce jointe.");

    /// <summary>It names no sender, or several: nobody can be told what became of it.</summary>
    public static Problem WithoutSender { get; } = new(
        ProblemKind.Conflict, "inbound-mail-without-sender", "Ce mail n'a pas d'expéditeur unique : il ne peut pas être affecté.");

    /// <summary>It does not wait for the staff (any more).</summary>
    public static Problem NotHeld { get; } = new(
        ProblemKind.Conflict, "inbound-mail-not-held", "Ce mail n'attend plus de décision : il est déjà traité, affecté ou écarté.");

    /// <summary>Others changed it at the same time, at every try.</summary>
    public static Problem Busy { get; } = new(
        ProblemKind.Conflict, "inbound-mail-busy", "Ce mail est traité par plusieurs personnes à la fois : recommencez dans un instant.");

    /// <summary>The signature of a webhook is missing, is not that of its body, or is too old.</summary>
    public static Problem BadSignature { get; } = new(
        ProblemKind.Forbidden, "bad-signature", "La signature de cet envoi manque, n'est pas valable ou date de trop longtemps.");

    /// <summary>No key to check signatures by is configured.</summary>
    public static Problem NotConfigured { get; } = new(
        ProblemKind.Unavailable, "inbound-not-configured", "La réception des mails n'est pas configurée.", RetryAfter: TimeSpan.FromMinutes(5));

    /// <summary>Too many mails come in at once: SendGrid tries again.</summary>
    public static Problem Crowded { get; } = new(
        ProblemKind.Unavailable, "inbound-crowded", "Trop de mails arrivent en même temps : réessayez dans un instant.", RetryAfter: TimeSpan.FromSeconds(30));

    /// <summary>More bytes than SendGrid ever sends.</summary>
    public static Problem TooLarge { get; } = new(ProblemKind.TooLarge, "inbound-too-large", "Cet envoi est trop volumineux.");
}
