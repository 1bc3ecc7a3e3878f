using System.Text.Json;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Dfm.Core.Notifications;
using Dfm.Functions.Mail;
using Dfm.Functions.Notifications;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Mail;
using Dfm.LocalHost.ServiceBus;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Tests.Notifications;

/// <summary>SendEmail over real storage, a real queue and the real SendGrid client; only SendGrid itself is played.</summary>
public sealed class SendEmailTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly SendGridServer.Answer BusyForNow = new(503, RetryAfter: 0);

    private readonly StorageAccount account = azurite.NewAccount();
    private readonly CapturedLogs logs = new();
    private SendGridServer sendGrid = null!;
    private BusAccount queues = null!;
    private ServiceProvider services = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        sendGrid = await SendGridServer.StartAsync();
        queues = new BusAccount(() => account.ConnectionString);
        services = Services(account);
        await services.GetRequiredService<TableServiceClient>().CreateTableIfNotExistsAsync(TableNames.SentMails, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await sendGrid.DisposeAsync();
    }

    [Fact]
    public async Task Mail_ThatWasAskedFor_IsSentAndRecorded()
    {
        await Ask("dit-26-000123-registered");
        await ProcessNext();

        var sent = Assert.Single(sendGrid.Requests);
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
    public async Task Message_DeliveredTwice_IsSentOnce()
    {
        await Ask("m1");
        var message = (await Receive())!;
        await Run(message, new Unsettled());
        await Run(message);

        Assert.Single(sendGrid.Requests);
        Assert.Null(await Receive());
    }

    [Fact]
    public async Task Mail_AskedForAgainLater_IsSentOnce()
    {
        await Ask("m1");
        await ProcessNext();
        await Ask("m1", messageId: "m1-beyond-duplicate-detection");
        await ProcessNext();

        Assert.Single(sendGrid.Requests);
        Assert.Null(await Receive());
    }

    [Fact]
    public async Task Mail_AskedForTwiceAtOnce_LiesOnTheQueueOnce()
    {
        await Ask("m1");
        await Ask("m1");
        Assert.NotNull(await Receive());
        Assert.Null(await Receive());
    }

    [Fact]
    public async Task Record_IsWrittenAfterSendGridAccepted_NotBefore()
    {
        var recordsWhileSending = -1;
        sendGrid.BeforeAnswer = async _ => recordsWhileSending = (await Records()).Count;
        await Ask("m1");
        await ProcessNext();

        Assert.Equal(0, recordsWhileSending);
        Assert.Single(await Records());
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task SendGrid_BusyTwice_IsAskedAThirdTimeAtOnce(int status)
    {
        sendGrid.Answers(new(status, RetryAfter: 0), new(status, RetryAfter: 0));
        await Ask("m1");
        await ProcessNext();

        Assert.Equal(3, sendGrid.Requests.Count);
        Assert.Single(await Records());
        Assert.Null(await Receive());
    }

    [Theory]
    [InlineData(429, 3)]
    [InlineData(503, 3)]
    [InlineData(401, 1)]
    [InlineData(403, 1)]
    public async Task SendGrid_FailingForLonger_LetsTheMailWait(int status, int requests)
    {
        sendGrid.Answers([.. Enumerable.Repeat(new SendGridServer.Answer(status, RetryAfter: 0), requests)]);
        await Ask("m1");
        await ProcessNext();

        Assert.Equal(requests, sendGrid.Requests.Count);
        Assert.Empty(await Records());
        var waiting = (await Receive())!;
        Assert.Equal("m1~1", waiting.MessageId);
        Assert.InRange(waiting.ScheduledEnqueueTime, Now.AddSeconds(40), Now.AddSeconds(61));

        await Run(waiting);
        Assert.Equal(requests + 1, sendGrid.Requests.Count);
        Assert.Equal("m1", Assert.Single(await Records()).PartitionKey);
        Assert.Null(await Receive());
    }

    [Fact]
    public async Task SendGrid_Unreachable_LetsTheMailWait()
    {
        sendGrid.BeforeAnswer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await Ask("m1");
        await ProcessNext();

        Assert.Equal(3, sendGrid.Requests.Count);
        Assert.Equal("m1~1", (await Receive())!.MessageId);
    }

    [Fact]
    public async Task SendGrid_FailingForADay_MakesTheMailADeadLetter()
    {
        await Ask("m1");
        var delays = new List<TimeSpan>();
        while (await Receive() is { } message)
        {
            if (message.MessageId != "m1") delays.Add(Round(message.ScheduledEnqueueTime - Now));
            sendGrid.Answers(BusyForNow, BusyForNow, BusyForNow);
            await Run(message);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], delays.Take(8).Select(delay => delay.TotalMinutes));
        Assert.InRange(delays.Sum(delay => delay.TotalHours), 24, 25);
        Assert.Equal(("given-up", "sendgrid-503"), await DeadLetter());
        Assert.Empty(await Records());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    public async Task SendGrid_RefusingForGood_MakesTheMailADeadLetterAtOnce(int status)
    {
        sendGrid.Answers(new SendGridServer.Answer(status, Body: """{"errors":[{"message":"Does not contain a valid address."}]}"""));
        await Ask("m1");
        await ProcessNext();

        Assert.Single(sendGrid.Requests);
        var (reason, detail) = await DeadLetter();
        Assert.Equal($"sendgrid-{status}", reason);
        Assert.Contains("valid address", detail, StringComparison.Ordinal);
        Assert.Null(await Receive());
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
        await using var sender = services.GetRequiredService<ServiceBusClient>().CreateSender(MailQueue.Name);
        await sender.SendMessageAsync(new ServiceBusMessage(body) { MessageId = "m1" }, Stop);
        await ProcessNext();

        Assert.Empty(sendGrid.Requests);
        Assert.Equal(reason, (await DeadLetter()).Reason);
    }

    [Fact]
    public async Task Record_ThatStorageRefuses_DoesNotSendTheMailAgain()
    {
        var tables = services.GetRequiredService<TableServiceClient>();
        sendGrid.BeforeAnswer = async _ => await tables.DeleteTableAsync(TableNames.SentMails, Stop);
        await Ask("m1");
        await ProcessNext();

        Assert.Single(sendGrid.Requests);
        Assert.Null(await Receive());
        Assert.Contains(logs.Lines, line => line.Contains("storage did not record it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Record_ThatCannotBeRead_LetsTheMailWait()
    {
        var strangersKey = Convert.ToBase64String("Not the account's key."u8);
        await using var lockedOut = Services(account, tables: account with { Key = strangersKey });
        await Ask("m1");
        await Run((await Receive())!, functions: lockedOut);

        Assert.Empty(sendGrid.Requests);
        Assert.Equal("m1~1", (await Receive())!.MessageId);
    }

    [Fact]
    public async Task Logs_NeverNameTheRecipient()
    {
        sendGrid.Answers(
            new SendGridServer.Answer(202),
            new SendGridServer.Answer(400, Body: $"{Mails.Claire.Email} is not valid"),
            new SendGridServer.Answer(401), BusyForNow, BusyForNow, BusyForNow);
        foreach (var id in new[] { "accepted", "refused", "no-key", "busy" })
        {
            await Ask(id);
            await ProcessNext();
        }

        await using var sender = services.GetRequiredService<ServiceBusClient>().CreateSender(MailQueue.Name);
        await sender.SendMessageAsync(new ServiceBusMessage($"{{\"email\":\"{Mails.Claire.Email}\"") { MessageId = "broken" }, Stop);
        while (await Receive() is { } message) await Run(message);

        Assert.Contains(logs.Lines, line => line.Contains("accepted", StringComparison.Ordinal));
        Assert.Contains(logs.Lines, line => line.Contains("broken-message", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, line => line.Contains("claire", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(logs.Lines, line => line.Contains("delorme", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task SendEmail_MakesTwoStorageRequests_ByKey()
    {
        await using var proxy = await StorageProxy.StartAsync(account);
        await using var counted = Services(proxy.Account);
        await Ask("m1");
        await Run((await Receive())!, functions: counted);

        Assert.Equal(
            ["1 Get SentMails m1/sent", "2 UpsertReplace SentMails m1/sent"],
            proxy.Requests.Where(request => request.Service is StorageService.Table && request.Resource == TableNames.SentMails)
                .Select(request => request.ToString()));
    }

    /// <summary>The function's clock is two days slow, so that what it puts off is due by the queue's clock.</summary>
    private static DateTimeOffset Now => SlowTime.Instance.GetUtcNow();

    private ServiceProvider Services(StorageAccount storage, StorageAccount? tables = null)
    {
        var settings = PortalSettings.For(storage, port: 1)
            .ToDictionary(pair => pair.Key.Replace("__", ":", StringComparison.Ordinal), pair => (string?)pair.Value);
        settings["SendGrid:Host"] = sendGrid.Address;
        settings["AzureWebJobsStorage"] = (tables ?? storage).ConnectionString;
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton<TimeProvider>(SlowTime.Instance)
            .AddSingleton<ServiceBusClient>(new LocalServiceBusClient(queues))
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs))
            .AddStorageClients()
            .AddMail()
            .AddTransient<SendEmail>()
            .BuildServiceProvider();
    }

    private async Task Ask(string id, string? messageId = null)
    {
        if (messageId is null)
        {
            await services.GetRequiredService<IMailQueue>().Ask(Mails.Registered(id), Stop);
            return;
        }

        await using var sender = services.GetRequiredService<ServiceBusClient>().CreateSender(MailQueue.Name);
        await sender.SendMessageAsync(
            new ServiceBusMessage(JsonSerializer.Serialize(Mails.Registered(id), MailJson.Options)) { MessageId = messageId }, Stop);
    }

    private async Task ProcessNext() => await Run((await Receive())!);

    private Task Run(ServiceBusReceivedMessage message, ServiceBusMessageActions? actions = null, ServiceProvider? functions = null) =>
        (functions ?? services).GetRequiredService<SendEmail>().Run(message, actions ?? new LocalMessageActions(queues), Stop);

    /// <summary>The next message; null when none comes.</summary>
    private async Task<ServiceBusReceivedMessage?> Receive()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        try
        {
            return await (await queues.QueueAsync(MailQueue.Name)).ReceiveAsync(TimeSpan.FromMinutes(5), patience.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<(string Reason, string Detail)> DeadLetter()
    {
        var message = (await queues.QueueAsync(MailQueue.Name)).Read().DeadLetters[0].Received();
        return (message.DeadLetterReason, message.DeadLetterErrorDescription);
    }

    private async Task<List<TableEntity>> Records()
    {
        var table = new TableClient(account.ConnectionString, TableNames.SentMails);
        return await table.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop);
    }

    private static TimeSpan Round(TimeSpan delay) => TimeSpan.FromMinutes(Math.Round(delay.TotalMinutes));

    /// <summary>As if the process died before it could settle the message.</summary>
    private sealed class Unsettled : ServiceBusMessageActions
    {
        public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
            Task.CompletedTask;
    }

    private sealed class SlowTime : TimeProvider
    {
        public static readonly SlowTime Instance = new();

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays(-2);
    }
}
