using Dfm.Core.Inbound;

namespace Dfm.Core.Tests.Inbound;

public sealed class AutomaticMailTests
{
    private static readonly string[] Own = ["portail@dfm.example.com", "@reponses.example.com", ""];

    [Theory]
    [InlineData("Auto-Submitted", "auto-replied")]
    [InlineData("auto-submitted", "auto-generated (rejected)")]
    [InlineData("Precedence", "Bulk")]
    [InlineData("Precedence", "list")]
    [InlineData("List-Id", "<x>")]
    [InlineData("List-Unsubscribe", "<mailto:x@example.com>")]
    [InlineData("X-Autoreply", "yes")]
    [InlineData("x-ms-mail-application", "Microsoft Power Automate")]
    [InlineData("Content-Type", "multipart/report; report-type=delivery-status")]
    [InlineData("Subject", "Automatic reply: DIT")]
    [InlineData("Subject", "Réponse automatique : DIT")]
    public void AHeader_TellsAMachine(string name, string value) => Assert.True(Is([new(name, value)]));

    [Theory]
    [InlineData("Auto-Submitted", "no")]
    [InlineData("Precedence", "normal")]
    [InlineData("Subject", "Re: réponse automatique du copieur")]
    [InlineData("X-Priority", "1")]
    [InlineData("Content-Type", "multipart/alternative; boundary=report")]
    public void OtherHeaders_TellNothing(string name, string value) => Assert.False(Is([new(name, value)]));

    [Theory]
    [InlineData("", "paul@example.com")]
    [InlineData("<>", "paul@example.com")]
    [InlineData(null, "paul@example.com")]
    [InlineData("MAILER-DAEMON@example.com", "paul@example.com")]
    [InlineData("paul@example.com", "Postmaster@example.com")]
    [InlineData("paul@example.com", "no-reply@example.com")]
    [InlineData("paul@example.com", "noreply+12@example.com")]
    [InlineData("paul@example.com", "PORTAIL@dfm.example.com")]
    [InlineData("dit-1+0@reponses.example.com", "paul@example.com")]
    public void ASender_TellsAMachine(string? envelope, string from) => Assert.True(AutomaticMail.Is(new([]), envelope, from, Own));

    [Theory]
    [InlineData("noreplay@example.com", "noreplay@example.com")]
    [InlineData("paul@autresreponses.example.com", "portail@example.com")]
    public void SendersWithSimilarNames_AreNoMachines(string envelope, string from) =>
        Assert.False(AutomaticMail.Is(new([]), envelope, from, Own));

    private static bool Is(IEnumerable<KeyValuePair<string, string>> headers) =>
        AutomaticMail.Is(new(headers), "paul@example.com", "paul@example.com", Own);
}
