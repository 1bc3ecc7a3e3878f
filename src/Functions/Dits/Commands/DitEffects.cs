using Dfm.Core.Dits;
using Dfm.Functions.Outbox;

namespace Dfm.Functions.Dits.Commands;

/// <summary>What follows from a command on a DIT: its orchestration is started, then gets an event for every transition.</summary>
public static class DitEffects
{
    /// <summary>The orchestration that follows DITs.</summary>
    public const string Orchestration = "DitLifecycle";

    /// <summary>The external event that carries a <see cref="DitTransition"/>.</summary>
    public const string Transitioned = "Transitioned";

    public static string InstanceId(DitNumber number) => $"dit-{number}";

    /// <summary>For a DIT that was raised.</summary>
    public static OutboxEffect Start(Dit raised) => OutboxEffect.StartOrchestration(Orchestration, InstanceId(raised.Number), raised);

    /// <summary>Whether something can follow from the command.</summary>
    public static bool CanFollow(DitCommand command) => command is not (AddMessage { By.Kind: not ActorKind.Staff } or AddAttachments);

    /// <summary>For a command on a DIT: an event for a transition, a mail for a message of the staff; null for anything else.</summary>
    /// <param name="journal">Before the command.</param>
    public static OutboxEffect? Of(DitChange change, IReadOnlyList<DitEntry> journal) => change switch
    {
        { Transition: { } transition } => OutboxEffect.RaiseEvent(InstanceId(change.Dit.Number), Transitioned, transition),
        { Entry: { Kind: DitEntryKind.Message, ByKind: ActorKind.Staff } message } =>
            OutboxEffect.EnqueueMail(DitMails.Answer(change.Dit, message, journal)),
        _ => null,
    };
}
