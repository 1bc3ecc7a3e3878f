using Dfm.Core.Accounts;
using Dfm.Core.Notifications;

namespace Dfm.Core.Dits;

/// <summary>Which mails a DIT's story asks for. Ids follow from the DIT and the transition, so that asking twice asks once.</summary>
public static class DitMails
{
    /// <summary>The mails that the last transition of <paramref name="story"/> asks for; none for most of the technician's steps.</summary>
    public static IReadOnlyList<MailMessage> For(DitStory story)
    {
        ArgumentNullException.ThrowIfNull(story);
        var last = story.Last;
        var recap = Recap(story.Raised);
        return last.Kind switch
        {
            JournalKind.Raised => Confirm(story, new DitRegisteredMail(recap)),
            JournalKind.Planned when last.Visit is { } visit =>
                Confirm(story, new DitPlannedMail(recap, visit.PlannedFor, visit.Technician)),
            JournalKind.WorkDone when last.ClosesAt is { } closesAt =>
                Confirm(story, new DitWorkDoneMail(recap, last.Visit?.Technician, last.Text, closesAt)),
            JournalKind.Closed => Confirm(story, new DitClosedMail(recap, last.At, last.Text)),
            JournalKind.Cancelled => Confirm(
                story,
                new DitCancelledMail(recap, last.At, last.Text ?? "", last.By.Kind is ActorKind.Customer ? last.By.Name : null)),
            _ => [],
        };
    }

    /// <summary>The reminder to the service desk that nobody has planned the DIT in time.</summary>
    public static MailMessage Reminder(Dit dit, string customerName, MailRecipient serviceDesk)
    {
        ArgumentNullException.ThrowIfNull(dit);
        return MailMessage.Create($"dit-{dit.Number}-reminder", serviceDesk, new DitReminderMail(Recap(dit), customerName, dit.RemindAt));
    }

    /// <summary>To whoever raised the DIT and, when somebody else of the customer acted, to that person too.</summary>
    private static MailMessage[] Confirm<TModel>(DitStory story, TModel model) where TModel : IMailModel
    {
        var raiser = story.Raised.RaisedBy;
        var id = $"dit-{story.Raised.Number}-{story.Last.Sequence}-{story.Last.Kind}";
        var toRaiser = MailMessage.Create(id, new MailRecipient(raiser.Email, raiser.Name), model);
        return story.Last.By is { Kind: ActorKind.Customer, Email: { } email } actor && email != raiser.Email
            ? [toRaiser, MailMessage.Create($"{id}-actor", new MailRecipient(email, actor.Name), model)]
            : [toRaiser];
    }

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
