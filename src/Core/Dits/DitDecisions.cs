using Dfm.Core.Accounts;
using Dfm.Core.Attachments;

namespace Dfm.Core.Dits;

/// <summary>The state machine of the DIT: the result of each command in each state. Pure: time and names are part of the command.</summary>
public static class DitDecisions
{
    /// <summary>Raises a DIT, with its first journal entry.</summary>
    public static DitChange Raise(
        DitNumber number,
        Parc.Asset asset,
        DitRequest request,
        Person by,
        DateTimeOffset at,
        DateTimeOffset remindAt,
        IReadOnlyList<Attachment> attachments)
    {
        ArgumentNullException.ThrowIfNull(asset);
        ArgumentNullException.ThrowIfNull(by);
        var dit = new Dit(
            number,
            asset.Customer,
            Parc.AssetSnapshot.Of(asset),
            request,
            by,
            at,
            remindAt,
            DitState.AwaitingPlanning,
            Version: 1,
            Transitions: 1,
            Visit: null,
            Report: null,
            ClosesAt: null,
            attachments);
        var actor = by.ToActor();
        return new DitChange(
            dit,
            Entry(dit, at, actor, DitEntryKind.Raised) with { Attachments = Names(attachments) },
            new DitTransition(1, at, DitEntryKind.Raised, actor, dit.State, null, null, null));
    }

    /// <summary>The result of <paramref name="command"/> on <paramref name="dit"/>, or why it is refused.</summary>
    public static Result<DitChange> Decide(Dit dit, DitCommand command)
    {
        ArgumentNullException.ThrowIfNull(dit);
        return command switch
        {
            CancelByCustomer cancel => dit.State is DitState.AwaitingPlanning
                ? Move(dit, cancel, DitEntryKind.Cancelled, DitState.Cancelled, cancel.Comment)
                : DitProblems.CannotCancel(dit.State),
            PlanVisit plan => dit.State is DitState.AwaitingPlanning or DitState.Planned or DitState.WorkNotFinished
                ? Move(dit with { Visit = plan.Visit }, plan, DitEntryKind.Planned, DitState.Planned, plan.Comment)
                : DitProblems.NotAllowed(dit.State),
            StartWork start => dit.State is DitState.Planned
                ? Move(dit, start, DitEntryKind.Started, DitState.InProgress)
                : DitProblems.NotAllowed(dit.State),
            FinishWork finish => dit.State is DitState.InProgress
                ? Move(dit with { Report = finish.Report }, finish, DitEntryKind.WorkDone, DitState.WorkDone, finish.Report, finish.ClosesAt)
                : DitProblems.NotAllowed(dit.State),
            LeaveUnfinished leave => dit.State is DitState.InProgress
                ? Move(dit, leave, DitEntryKind.WorkNotFinished, DitState.WorkNotFinished, leave.Reason)
                : DitProblems.NotAllowed(dit.State),
            Reopen reopen => dit.State is DitState.WorkDone
                ? Move(dit, reopen, DitEntryKind.Reopened, DitState.WorkNotFinished, reopen.Reason)
                : DitProblems.NotAllowed(dit.State),
            Close close => dit.State is DitState.WorkDone
                ? Move(dit, close, DitEntryKind.Closed, DitState.Closed)
                : DitProblems.NotAllowed(dit.State),
            CloseAfterDelay close => dit.State is DitState.WorkDone && dit.Transitions == close.Sequence
                ? Move(dit, close, DitEntryKind.Closed, DitState.Closed)
                : DitProblems.NotAllowed(dit.State),
            Withdraw withdraw => dit.State.IsOpen() && dit.State is not DitState.WorkDone
                ? Move(dit, withdraw, DitEntryKind.Cancelled, DitState.Cancelled, withdraw.Reason)
                : DitProblems.NotAllowed(dit.State),
            AddMessage message => dit.State.IsOpen()
                ? Note(dit, message, DitEntryKind.Message, message.Text)
                : DitProblems.NoLongerOpen(dit.State),
            AddAttachments added => AddFiles(dit, added),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "A command without a rule."),
        };
    }

    private static Result<DitChange> AddFiles(Dit dit, AddAttachments command)
    {
        if (!dit.State.IsOpen()) return DitProblems.NoLongerOpen(dit.State);
        if (command.Attachments.Count == 0) return AttachmentProblems.Missing;
        if (dit.Attachments.Count + command.Attachments.Count > AttachmentRules.MaxFiles) return AttachmentProblems.TooMany;
        var with = dit with { Attachments = [.. dit.Attachments, .. command.Attachments] };
        return Note(with, command, DitEntryKind.AttachmentsAdded, null, Names(command.Attachments));
    }

    private static DitChange Move(
        Dit dit,
        DitCommand command,
        DitEntryKind kind,
        DitState to,
        string? text = null,
        DateTimeOffset? closesAt = null)
    {
        var next = dit with { State = to, Version = dit.Version + 1, Transitions = dit.Transitions + 1, ClosesAt = closesAt };
        var visit = kind is DitEntryKind.Planned ? next.Visit : null;
        return new DitChange(
            next,
            Entry(next, command.At, command.By, kind) with { Text = text, Visit = visit },
            new DitTransition(next.Transitions, command.At, kind, command.By, to, next.Visit, MailText(kind, next, text), closesAt));
    }

    /// <summary>The closing mail repeats the last report.</summary>
    private static string? MailText(DitEntryKind kind, Dit next, string? text) => kind is DitEntryKind.Closed ? next.Report : text;

    private static DitChange Note(Dit dit, DitCommand command, DitEntryKind kind, string? text, IReadOnlyList<string>? files = null)
    {
        var next = dit with { Version = dit.Version + 1 };
        return new DitChange(next, Entry(next, command.At, command.By, kind) with { Text = text, Attachments = files }, null);
    }

    private static DitEntry Entry(Dit next, DateTimeOffset at, Actor by, DitEntryKind kind) =>
        new(next.Version, at, kind, by.Name, by.Kind, next.State) { User = by.User };

    private static string[]? Names(IReadOnlyList<Attachment> attachments) =>
        attachments.Count == 0 ? null : [.. attachments.Select(a => a.Name)];
}
