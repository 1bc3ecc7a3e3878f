using Dfm.Core.Notifications;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Mail;

/// <summary>
/// The calendar file of a mail about a visit (RFC 5545; published and cancelled by RFC 5546). The same mail always has the same file.
/// </summary>
public sealed class VisitCalendar(IOptions<MailOptions> mail, IOptions<PortalOptions> portal)
{
    public const string ContentType = "text/calendar";

    // Nobody knows how long a visit takes; without a length calendars hardly show it.
    private static readonly Duration Length = Duration.FromHours(1);

    /// <summary>The file's content; null for a mail without one.</summary>
    public string? For(IMailModel model) => model switch
    {
        DitPlannedMail { Visit: { } visit } planned => Render(planned, visit, CalendarMethods.Publish, EventStatus.Confirmed),
        DitCancelledMail { Visit: { } visit } cancelled => Render(cancelled, visit, CalendarMethods.Cancel, EventStatus.Cancelled),
        _ => null,
    };

    /// <summary>The file's name.</summary>
    public static string NameOf(IMailModel model) => $"intervention-{model.Topic?.Number}.ics";

    private string Render(IDitMail model, CalendarVisit visit, string method, string status)
    {
        var dit = model.Dit;
        var page = portal.Value.PageOf(model);
        var calendar = new Calendar { Method = method, ProductId = "-//GROUPE DFM//Portail clients//FR" };
        calendar.Events.Add(new CalendarEvent
        {
            Uid = $"{visit.Id}@{page.Host}",
            Sequence = visit.Sequence,
            Status = status,
            DtStamp = InUtc(visit.ChangedAt),
            Start = InUtc(visit.Start),
            Duration = Length,
            Organizer = new Organizer($"mailto:{mail.Value.From}") { CommonName = mail.Value.FromName },
            Summary = $"Intervention GROUPE DFM : {dit.AssetMake} {dit.AssetModel} (DIT n° {dit.Number})",
            Location = string.Join(", ", new[] { dit.SiteName, dit.Location }.Where(part => part.Length > 0)),
            Description = $"Technicien : {visit.Technician}\nNature de l'intervention : {dit.Nature}\n{page.AbsoluteUri}",
            Url = page,
        });
        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    private static CalDateTime InUtc(DateTimeOffset instant) => new(instant.UtcDateTime);
}
