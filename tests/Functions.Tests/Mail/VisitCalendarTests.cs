using System.Text;
using CsCheck;
using Dfm.Core.Notifications;
using Dfm.Functions.Mail;
using Ical.Net;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Tests.Mail;

public sealed class VisitCalendarTests
{
    private static readonly VisitCalendar Calendars = new(
        Options.Create(new MailOptions { From = "portail@dfm.example.com" }),
        Options.Create(new PortalOptions { Url = "https://portail.example.com/" }));

    private static readonly DitPlannedMail Planned = new(Mails.FullDit, Mails.Visit.Start, Mails.Visit.Technician, Mails.Visit);

    private static readonly DitCancelledMail Cancelled =
        new(Mails.ShortDit, Mails.Now, "Doublon.", null, Mails.Visit with { Sequence = 2, ChangedAt = Mails.Now.AddHours(3) });

    [Fact]
    public void PlannedVisit_IsPublished_AndACancelledOneCalledOff()
    {
        Approval.Verify("visit-planned.ics", Calendars.For(Planned)!);
        Approval.Verify("visit-cancelled.ics", Calendars.For(Cancelled)!);
        Assert.Equal("intervention-500123.ics", VisitCalendar.NameOf(Planned));
    }

    [Fact]
    public void CalendarProgram_FindsTheSameEventAgain()
    {
        var (before, after) = (Calendar.Load(Calendars.For(Planned)!)!, Calendar.Load(Calendars.For(Cancelled)!)!);
        var (planned, cancelled) = (Assert.Single(before.Events), Assert.Single(after.Events));

        Assert.Equal(planned.Uid, cancelled.Uid);
        Assert.True(planned.Sequence < cancelled.Sequence);
        Assert.Equal(("PUBLISH", "CONFIRMED"), (before.Method, planned.Status));
        Assert.Equal(("CANCEL", "CANCELLED"), (after.Method, cancelled.Status));
        Assert.Equal(Mails.Visit.Start.UtcDateTime, planned.Start!.AsUtc);
        Assert.Equal(Mails.Visit.ChangedAt.UtcDateTime, planned.DtStamp!.AsUtc);
    }

    [Fact]
    public void WhateverTheTexts_TheFileIsOneEvent_TheSameEachTime() =>
        Gen.Select(Gen.String, Gen.String, Gen.String).Sample((model, site, technician) =>
        {
            var mail = Planned with
            {
                Dit = Mails.FullDit with { AssetModel = $"{model}\r\nEND:VEVENT\r\n", SiteName = site },
                Visit = Mails.Visit with { Technician = technician },
            };
            var file = Calendars.For(mail)!;
            var lines = file.Split("\r\n");
            return file == Calendars.For(mail)
                && lines.Count(line => line is "END:VEVENT") == 1
                && lines.All(line => Encoding.UTF8.GetByteCount(line) <= 75)
                && Calendar.Load(file)!.Events.Single().Uid == "dit-26-000123-2@portail.example.com";
        });

    [Fact]
    public void MailsWithoutAVisit_HaveNoFile()
    {
        Assert.Null(Calendars.For(Planned with { Visit = null }));
        Assert.Null(Calendars.For(Cancelled with { Visit = null }));
        Assert.Null(Calendars.For(new DitRegisteredMail(Mails.FullDit)));
    }
}
