using System.Text;
using Azure.Messaging.ServiceBus;
using Dfm.Core.Notifications;
using Dfm.Functions.Mail;
using Dfm.Functions.Storage;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Mail;

/// <summary>Mails that are sent, once each; and messages that are none.</summary>
public sealed class SendEmailTests(AzuriteFixture azurite) : SendEmailTestBase(azurite)
{
    [Fact]
    public async Task Mail_ThatWasAskedFor_IsSentAndRecorded()
    {
        await Ask("dit-26-000123-registered");
        await ProcessNext();

        var sent = Assert.Single(SendGrid.Requests);
        var to = sent.GetProperty("personalizations")[0];
        Assert.Equal(Mails.Claire.Email, to.GetProperty("to")[0].GetProperty("email").GetString());
        Assert.Equal("dit-26-000123-registered", to.GetProperty("custom_args").GetProperty("mail_id").GetString());
        Assert.Equal("auto-generated", to.GetProperty("headers").GetProperty("Auto-Submitted").GetString());
        Assert.Equal("portail@dfm.example.com", sent.GetProperty("from").GetProperty("email").GetString());
        var parts = sent.GetProperty("content").EnumerateArray().Select(part => part.GetProperty("type").GetString());
        Assert.Equal(["text/plain", "text/html"], parts);
        Assert.Contains("26-000123", sent.GetProperty("content")[0].GetProperty("value").GetString(), StringComparison.Ordinal);

        var record = Assert.Single(await Records());
        Assert.Equal("dit-26-000123-registered", record.PartitionKey);
        Assert.Equal("dit-registered", record["Template"]);
        Assert.Equal("sg-1", record["SendGridId"]);
        Assert.InRange((DateTimeOffset)record["SentAt"], Now.AddMinutes(-1), Now);
        Assert.DoesNotContain("claire", string.Join(' ', record), StringComparison.OrdinalIgnoreCase);
        Assert.Null(await Receive());
    }

    [Fact]
    public async Task ControlsOfWritingDirection_DoNotReachARecipient()
    {
        const string Reversed = "\u202Egnp.exe\u2069";
        var recipient = Mails.Claire with { Name = $"Claire {Reversed}" };
        var recap = Mails.FullDit with { Description = Reversed, ContactName = Reversed, Nature = Reversed };
        await Functions.GetRequiredService<IMailQueue>().Enqueue(MailMessage.Create("m1", recipient, new DitRegisteredMail(recap)), Stop);
        await ProcessNext();

        var sent = Assert.Single(SendGrid.Requests);
        string?[] shown =
        [
            sent.GetProperty("personalizations")[0].GetProperty("to")[0].GetProperty("name").GetString(),
            sent.GetProperty("subject").GetString(),
            .. sent.GetProperty("content").EnumerateArray().Select(part => part.GetProperty("value").GetString()),
        ];
        Assert.Equal("Claire gnp.exe", shown[0]);
        Assert.All(shown, text => Assert.DoesNotMatch(@"[\u202E\u2069]|&#(x202E|x2069|8238|8297);", text));
    }

    [Fact]
    public async Task Mail_AboutAVisit_CarriesItsCalendarFile_AndRepliesGoToTheSender()
    {
        var planned = new DitPlannedMail(Mails.ShortDit, Mails.Visit.Start, Mails.Visit.Technician, Mails.Visit);
        await Functions.GetRequiredService<IMailQueue>().Enqueue(MailMessage.Create("m1", Mails.Claire, planned), Stop);
        await ProcessNext();

        var sent = Assert.Single(SendGrid.Requests);
        Assert.False(sent.TryGetProperty("reply_to", out _));
        var file = Assert.Single(sent.GetProperty("attachments").EnumerateArray());
        Assert.Equal(
            ("intervention-26-000123.ics", "text/calendar", "attachment"),
            (file.GetProperty("filename").GetString(), file.GetProperty("type").GetString(), file.GetProperty("disposition").GetString()));
        var content = Encoding.UTF8.GetString(file.GetProperty("content").GetBytesFromBase64());
        Assert.StartsWith("BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\n", content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_WithADomainForReplies_NamesAnAddressThatKnowsItsDit()
    {
        await using var replying = Services(
            more: services => services.Configure<MailOptions>(mail => mail.InboundDomain = "reponses.example.com"));
        await Ask("m1");
        var number = Mails.ShortDit.Number;
        await ProcessNext(replying);

        var reply = Assert.Single(SendGrid.Requests).GetProperty("reply_to");
        Assert.Equal(
            replying.GetRequiredService<ReplyAddresses>().For(new MailTopic(MailTopicKind.Dit, number)), reply.GetProperty("email").GetString());
        Assert.StartsWith($"dit-{number}+", reply.GetProperty("email").GetString(), StringComparison.Ordinal);
        Assert.Equal("Portail clients GROUPE DFM", reply.GetProperty("name").GetString());
        var headers = Assert.Single(SendGrid.Requests).GetProperty("personalizations")[0].GetProperty("headers");
        var (own, thread) = replying.GetRequiredService<ReplyAddresses>().MessageIds(new MailTopic(MailTopicKind.Dit, number), "m1")!.Value;
        Assert.Equal(($"<{own}>", $"<{thread}>"), (headers.GetProperty("Message-ID").GetString(), headers.GetProperty("References").GetString()));
    }

    [Fact]
    public async Task Message_DeliveredTwice_IsSentOnce()
    {
        await Ask("m1");
        var message = await Next();
        await Run(message, new Unsettled());
        await Run(message);

        Assert.Single(SendGrid.Requests);
        Assert.Null(await Receive());
    }

    [Fact]
    public async Task Mail_AskedForAgainLater_IsSentOnce()
    {
        await Ask("m1");
        await ProcessNext();
        await Ask("m1", messageId: "m1-beyond-duplicate-detection");
        await ProcessNext();

        Assert.Single(SendGrid.Requests);
        Assert.Null(await Receive());
    }

    [Fact]
    public async Task Mail_AskedForTwiceAtOnce_LiesOnTheQueueOnce()
    {
        await Ask("m1");
        await Ask("m1");
        await Next();
        Assert.Null(await Receive());
    }

    [Fact]
    public async Task Record_IsWrittenAfterSendGridAccepted_NotBefore()
    {
        var recordsWhileSending = -1;
        SendGrid.BeforeAnswer = async _ => recordsWhileSending = (await Records()).Count;
        await Ask("m1");
        await ProcessNext();

        Assert.Equal(0, recordsWhileSending);
        Assert.Single(await Records());
    }

    [Theory]
    [InlineData("not JSON", "broken-message")]
    [InlineData("null", "broken-message")]
    [InlineData("{}", "broken-message")]
    [InlineData("""{"id":"a/b","template":"dit-registered","recipient":{"email":"a@b.fr","name":""},"model":{}}""", "broken-message")]
    [InlineData("""{"id":"m1","template":"dit-lost","recipient":{"email":"a@b.fr","name":""},"model":{}}""", "unknown-template")]
    [InlineData("""{"id":"m1","template":"dit-registered","recipient":{"email":"a@b.fr","name":""},"model":{}}""", "broken-model")]
    public async Task Message_ThatIsNoMail_BecomesADeadLetter(string body, string reason)
    {
        await using var sender = Functions.GetRequiredService<ServiceBusClient>().CreateSender(MailQueue.Name);
        await sender.SendMessageAsync(new ServiceBusMessage(body) { MessageId = "m1" }, Stop);
        await ProcessNext();

        Assert.Empty(SendGrid.Requests);
        Assert.Equal(reason, (await DeadLetter()).Reason);
    }

    [Fact]
    public async Task Logs_NeverNameTheRecipient()
    {
        SendGrid.Answers(
            new SendGridServer.Answer(202),
            new SendGridServer.Answer(400, Body: $"{Mails.Claire.Email} is not valid"),
            new SendGridServer.Answer(401), BusyForNow, BusyForNow, BusyForNow);
        foreach (var id in new[] { "accepted", "refused", "no-key", "busy" })
        {
            await Ask(id);
            await ProcessNext();
        }

        await using var sender = Functions.GetRequiredService<ServiceBusClient>().CreateSender(MailQueue.Name);
        await sender.SendMessageAsync(new ServiceBusMessage($"{{\"email\":\"{Mails.Claire.Email}\"") { MessageId = "broken" }, Stop);
        while (await Receive() is { } message) await Run(message);

        Assert.Contains(Logs.Lines, line => line.Contains("accepted", StringComparison.Ordinal));
        Assert.Contains(Logs.Lines, line => line.Contains("broken-message", StringComparison.Ordinal));
        Assert.DoesNotContain(Logs.Lines, line => line.Contains("claire", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Logs.Lines, line => line.Contains("delorme", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task SendEmail_MakesTwoStorageRequests_ByKey()
    {
        await using var proxy = await StorageProxy.StartAsync(Account);
        await using var counted = Services(proxy.Account);
        await Ask("m1");
        await Run(await Next(), functions: counted);

        Assert.Equal(
            ["1 Insert SentMails m1/sent", "2 UpsertReplace SentMails m1/sent"],
            proxy.Requests.Where(request => request.Service is StorageService.Table && request.Resource == TableNames.SentMails)
                .Select(request => request.ToString()));
    }
}
