using Dfm.Core.Attachments;
using Dfm.Core.Notifications;

namespace Dfm.Core.Tests.Attachments;

/// <summary>What follows from a malware scan.</summary>
public sealed class ScanStateTests
{
    [Fact]
    public void OnlyFilesThatAreCleanOrThatNobodyScans_AreHandedOut() => Assert.Equal(
        ["", "attachment-scan-pending", "", "attachment-malicious", "attachment-scan-failed"],
        Enum.GetValues<ScanState>().Select(state => state.Refusal()?.Code ?? ""));

    [Fact]
    public void AMail_NamesTheFilesThatAreWithheldFromIt()
    {
        var recap = new ContactRecap("700001", "Société", "c1", "SAV", "Objet", "Bonjour", [], DateTimeOffset.UnixEpoch, "Ada", "ada@example.test");
        var mail = MailMessage.Create("contact-1", new MailRecipient("sav@example.test", "SAV"), new ContactRequestMail(recap, FilesStay: false));

        var named = mail.Withholding([new WithheldFile("plan.png", "raison")]);

        Assert.Equal("plan.png", named.Model.GetProperty("withheld")[0].GetProperty("name").GetString());
        Assert.Equal("Objet", named.Model.GetProperty("contact").GetProperty("subject").GetString());
        Assert.Equal(mail.Id, named.Id);
    }
}
