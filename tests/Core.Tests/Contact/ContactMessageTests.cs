using Dfm.Core.Accounts;
using Dfm.Core.Attachments;
using Dfm.Core.Contact;
using Dfm.Core.Notifications;

namespace Dfm.Core.Tests.Contact;

public class ContactMessageTests
{
    private static readonly ContactService Technical = new("sav", "Service technique", "sav@dfm.example.com", [Profile.User, Profile.Supervisor], 1);
    private static readonly ContactService Accounts = new("compta", "Comptabilité", "compta@dfm.example.com", [Profile.Supervisor], 2);
    private static readonly ContactForm Valid = new("sav", "Badge", "Bonjour.");

    [Fact]
    public void AValidForm_IsAMessage_NormalisedAndWithItsService()
    {
        var message = Parse(new(" sav ", " Badge\nde l'entrée ", "Bonjour,\r\n\r\nMerci. ")).Value;

        Assert.Equal((Technical, "Badge de l'entrée", "Bonjour,\n\nMerci."), (message.Service, message.Subject, message.Text));
    }

    [Fact]
    public void AnEmptyForm_TellsEveryMandatoryFieldAtOnce() =>
        Assert.Equal(["message", "service", "subject"], Parse(new(null, " ", "\u200B")).Problem!.Errors!.Keys.Order());

    [Fact]
    public void Texts_AreRefusedBeyondTheirLimits_AndNotCut()
    {
        Assert.True(Parse(Valid with { Subject = new('o', 150), Message = new('m', 4000) }).IsSuccess);
        var refused = Parse(Valid with { Subject = new('o', 151), Message = new('m', 4001) });
        Assert.Equal(["message", "subject"], refused.Problem!.Errors!.Keys.Order());
    }

    [Theory]
    [InlineData("sav", Profile.User, true)]
    [InlineData("sav", Profile.Supervisor, true)]
    [InlineData("compta", Profile.User, false)]
    [InlineData("compta", Profile.Supervisor, true)]
    [InlineData("SAV", Profile.User, false)]
    [InlineData("inconnu", Profile.Supervisor, false)]
    public void AService_ExistsForThoseWhoMayWriteToIt(string service, Profile profile, bool exists)
    {
        var parsed = Parse(Valid with { Service = service }, profile);

        Assert.Equal(exists, parsed.IsSuccess);
        if (!exists) Assert.Equal(ContactProblems.UnknownService, parsed.Problem);
    }

    [Fact]
    public void Mails_GoToTheServiceAndToTheSender_EachAnswersTheOther()
    {
        var sent = Parse(Valid).Value.Send(
            ContactNumber.Of(700_001), Caller(Profile.User), "Étude Delorme", Now, []);

        var mails = ContactMails.For(sent, Technical, new ContactPolicy(100), file => file.Id);

        var (service, sender) = (new MailRecipient("sav@dfm.example.com", "Service technique"), new MailRecipient("anne@example.com", "Anne"));
        Assert.Equal(
            [("contact-700001-service", service, sender), ("contact-700001-copy", sender, service)],
            mails.Select(mail => (mail.Id, mail.Recipient, mail.ReplyTo!)));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(99, false)]
    public void Files_TravelWithTheServicesMailAlone_AsLongAsTheyFit(long most, bool travel)
    {
        Attachment[] files = [new("1", "a.heic", "image/jpeg", 60, Now, "Anne"), new("2", "b.txt", "text/plain", 40, Now, "Anne")];
        var sent = Parse(Valid).Value.Send(ContactNumber.Of(700_001), Caller(Profile.User), "Étude Delorme", Now, files);

        var mails = ContactMails.For(sent, Technical, new ContactPolicy(most), file => $"blob-{file.Id}");

        MailFile[] expected = [new("blob-1", files[0].ToFileName(), "image/jpeg"), new("blob-2", "b.txt", "text/plain")];
        Assert.Equal(travel ? expected : [], mails[0].Files);
        Assert.Equal(!travel, mails[0].Model.GetProperty("filesStay").GetBoolean());
        Assert.Empty(mails[1].Files);
    }

    private static DateTimeOffset Now { get; } = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private static Result<ContactMessage> Parse(ContactForm form, Profile profile = Profile.User) =>
        ContactMessage.Parse(form, Caller(profile), [Technical, Accounts]);

    private static Caller Caller(Profile profile) =>
        new(UserId.Parse("anne"), CustomerId.Parse("c1"), "Anne", "anne@example.com", profile, []);
}
