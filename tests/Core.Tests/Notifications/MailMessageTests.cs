using System.Text.Json;
using Dfm.Core.Notifications;

namespace Dfm.Core.Tests.Notifications;

public class MailMessageTests
{
    private static readonly MailRecipient Recipient = new("claire@example.com", "Claire");

    [Fact]
    public void Create_TakesTheModelsTemplate_AndSurvivesTheQueue()
    {
        var mail = MailMessage.Create("dit-26-000123-registered", Recipient, new DitRegisteredMail(Dit()));
        var read = JsonSerializer.Deserialize<MailMessage>(JsonSerializer.Serialize(mail, MailJson.Options), MailJson.Options)!;

        Assert.Equal(MailTemplate.DitRegistered, read.Template);
        Assert.Equal(mail.Id, read.Id);
        Assert.Equal(Recipient, read.Recipient);
        Assert.Equal("É&<é>", read.Model.GetProperty("dit").GetProperty("description").GetString());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("dit-26-000123:planned.2_b")]
    public void Id_OfPlainCharacters_IsLegal(string id) => Assert.True(MailMessage.IsLegalId(id));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("a\n")]
    public void Id_ThatNoTableKeyMayBe_IsIllegal(string? id) => Assert.False(MailMessage.IsLegalId(id));

    [Fact]
    public void Id_BeyondAHundredCharacters_IsIllegal()
    {
        Assert.True(MailMessage.IsLegalId(new string('a', 100)));
        Assert.False(MailMessage.IsLegalId(new string('a', 101)));
        Assert.Throws<ArgumentException>(() => MailMessage.Create("a/b", Recipient, new DitRegisteredMail(Dit())));
    }

    [Fact]
    public void Recipient_DoesNotShowInText()
    {
        var mail = MailMessage.Create("m1", Recipient, new DitRegisteredMail(Dit()));
        Assert.DoesNotContain("claire", mail.Recipient.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("delorme", mail.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private static DitRecap Dit() => new(
        "26-000123", "Multifonction couleur A3", "Ricoh", "IM C3010", "3129RC10482", "Étude principale", "Accueil", null, "Bourrage papier",
        null, "É&<é>", "Standard", null, null, null, [], new DateTimeOffset(2026, 11, 24, 13, 30, 0, TimeSpan.Zero), "Claire Delorme");
}
