using Dfm.Core.Accounts;
using Dfm.Core.Notifications;

namespace Dfm.Core.Dits;

/// <summary>The mails of a DIT. Their ids are derived from the DIT and the transition, so enqueueing is idempotent.</summary>
public static class DitMails
{
    /// <summary>The mails of the last transition of <paramref name="state"/>; none for most of the technician's steps.</summary>
    public static IReadOnlyList<MailMessage> For(DitLifecycleState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var last = state.Last;
        var recap = Recap(state.Raised);
        return last.Kind switch
        {
            DitEntryKind.Raised => Confirm(state, new DitRegisteredMail(recap)),
            DitEntryKind.Planned when last.Visit is { } visit =>
                Confirm(state, new DitPlannedMail(recap, visit.PlannedFor, visit.Technician, InCalendar(state))),
            DitEntryKind.WorkDone when last.ClosesAt is { } closesAt =>
                Confirm(state, new DitWorkDoneMail(recap, last.Visit?.Technician, last.Text, closesAt)),
            DitEntryKind.Closed => Confirm(state, new DitClosedMail(recap, last.At, last.Text)),
            DitEntryKind.Cancelled => Confirm(
                state,
                new DitCancelledMail(
                    recap, last.At, last.Text ?? "", last.By.Kind is ActorKind.Customer ? last.By.Name : null, InCalendar(state))),
            _ => [],
        };
    }

    /// <summary>The reminder to the service desk that no visit has been planned in time.</summary>
    public static MailMessage Reminder(Dit dit, string customerName, MailRecipient serviceDesk)
    {
        ArgumentNullException.ThrowIfNull(dit);
        return MailMessage.Create($"dit-{dit.Number}-reminder", serviceDesk, new DitReminderMail(Recap(dit), customerName, dit.RemindAt));
    }

    /// <summary>The mail of a message of the staff, with what it answers: the customer's last message, else the request.</summary>
    /// <param name="journal">Before the message, oldest first.</param>
    public static MailMessage Answer(Dit dit, DitEntry message, IReadOnlyList<DitEntry> journal)
    {
        ArgumentNullException.ThrowIfNull(dit);
        ArgumentNullException.ThrowIfNull(message);
        var last = journal.LastOrDefault(entry => entry is { Kind: DitEntryKind.Message, ByKind: ActorKind.Customer });
        var model = new DitMessageMail(
            Recap(dit),
            message.By,
            message.Text ?? "",
            last?.Text ?? dit.Request.Description,
            last?.By ?? dit.RaisedBy.Name,
            last?.At ?? dit.RaisedAt);
        return MailMessage.Create(
            $"dit-{dit.Number}-message-{message.Version}", new MailRecipient(dit.RaisedBy.Email, dit.RaisedBy.Name), model);
    }

    private static IReadOnlyList<MailMessage> Confirm<TModel>(DitLifecycleState state, TModel model) where TModel : IMailModel =>
        Confirmation.To($"dit-{state.Raised.Number}-{state.Last.Sequence}-{state.Last.Kind}", state.Raised.RaisedBy, state.Last.By, model);

    private static CalendarVisit? InCalendar(DitLifecycleState state) => state is { VisitSince: { } since, Last: { Visit: { } visit } last }
        ? new($"dit-{state.Raised.Number}-{since}", last.Sequence - since, last.At, visit.PlannedFor, visit.Technician)
        : null;

    private static DitRecap Recap(Dit dit) => new(
        dit.Number.Value,
        dit.Subject.Designation,
        dit.Subject.Make,
        dit.Subject.Model,
        dit.Subject.SerialNumber,
        dit.Subject.SiteName,
        dit.Subject.Location,
        dit.Subject.Contract,
        dit.Request.Nature,
        dit.Request.ErrorCode,
        dit.Request.Description,
        dit.Request.Urgency.Label(),
        dit.Request.ContactName,
        dit.Request.ContactPhone,
        dit.Request.CustomerReference,
        [.. dit.Attachments.Select(a => new MailAttachment(a.Name, a.Size))],
        dit.RaisedAt,
        dit.RaisedBy.Name);
}
