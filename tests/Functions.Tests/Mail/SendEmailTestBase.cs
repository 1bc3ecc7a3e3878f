using System.Text.Json;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Dfm.Core.Notifications;
using Dfm.Functions.Attachments;
using Dfm.Functions.Mail;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.LocalHost.ServiceBus;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Tests.Mail;

/// <summary>SendEmail over real storage, a real queue and the real SendGrid client; only SendGrid itself is played.</summary>
public abstract class SendEmailTestBase(AzuriteFixture azurite) : IAsyncLifetime
{
    private protected static readonly SendGridServer.Answer BusyForNow = new(503, RetryAfter: 0);

    private protected CapturedLogs Logs { get; } = new();

    private protected StorageAccount Account { get; } = azurite.NewAccount();

    private protected SendGridServer SendGrid { get; private set; } = null!;

    /// <summary>The clock of the queue. Claims run in real time, so it brings a message early when it is fast.</summary>
    private protected ShiftedTime QueueTime { get; } = new();

    private protected BusAccount Queues { get; private set; } = null!;

    private protected ServiceProvider Functions { get; private set; } = null!;

    private protected TableClient SentMailsTable => new(Account.ConnectionString, TableNames.SentMails);

    /// <summary>The function's clock is two days slow, so that a retry is due at once by the queue's clock.</summary>
    private protected static DateTimeOffset Now => SlowTime.GetUtcNow();

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly ShiftedTime SlowTime = new() { Shift = TimeSpan.FromDays(-2) };

    public async ValueTask InitializeAsync()
    {
        SendGrid = await SendGridServer.StartAsync();
        Queues = new BusAccount(() => Account.ConnectionString, QueueTime);
        Functions = Services();
        await Functions.GetRequiredService<TableServiceClient>().CreateTableIfNotExistsAsync(TableNames.SentMails, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await Functions.DisposeAsync();
        await SendGrid.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What a process has; all share the queues.</summary>
    /// <param name="tables">How it reaches the tables, if not as usual.</param>
    /// <param name="claimFor">Its <c>Mail:ClaimFor</c>: production's, if nothing is said.</param>
    /// <param name="more">Replaces services.</param>
    private protected ServiceProvider Services(
        StorageAccount? tables = null, TimeSpan? claimFor = null, Action<IServiceCollection>? more = null)
    {
        var settings = PortalSettings.For(Account, port: 1)
            .ToDictionary(pair => pair.Key.Replace("__", ":", StringComparison.Ordinal), pair => (string?)pair.Value);
        settings["SendGrid:Host"] = SendGrid.Address;
        settings["AzureWebJobsStorage"] = (tables ?? Account).ConnectionString;
        settings["Mail:ClaimFor"] = $"{claimFor ?? new MailOptions().ClaimFor}";
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton<TimeProvider>(SlowTime)
            .AddSingleton<ServiceBusClient>(new LocalServiceBusClient(Queues))
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs))
            .AddStorageClients()
            .AddAttachments()
            .AddMail()
            .AddSingleton(provider => new MessageRetries(provider.GetRequiredService<ServiceBusClient>(), SlowTime))
            .AddTransient<SendEmail>();
        more?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private protected async Task Ask(string id, string? messageId = null)
    {
        if (messageId is null)
        {
            await Functions.GetRequiredService<IMailQueue>().Enqueue(Mails.Registered(id), Stop);
            return;
        }

        await using var sender = Functions.GetRequiredService<ServiceBusClient>().CreateSender(MailQueue.Name);
        await sender.SendMessageAsync(
            new ServiceBusMessage(JsonSerializer.Serialize(Mails.Registered(id), MailJson.Options)) { MessageId = messageId }, Stop);
    }

    private protected async Task ProcessNext(ServiceProvider? functions = null) => await Run(await Next(), functions: functions);

    private protected Task Run(
        ServiceBusReceivedMessage message, ServiceBusMessageActions? actions = null, ServiceProvider? functions = null) =>
        (functions ?? Functions).GetRequiredService<SendEmail>().Run(message, actions ?? new LocalMessageActions(Queues), Stop);

    /// <summary>The next message, once it comes.</summary>
    private protected async Task<ServiceBusReceivedMessage> Next()
    {
        using var late = new CancellationTokenSource(Patience.Longest);
        return await Take(late.Token);
    }

    /// <summary>The message that can be received now; null when there is none.</summary>
    private protected async Task<ServiceBusReceivedMessage?> Receive()
    {
        using var late = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        try
        {
            return await Take(late.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<ServiceBusReceivedMessage> Take(CancellationToken late) =>
        await (await Queues.QueueAsync(MailQueue.Name)).ReceiveAsync(TimeSpan.FromMinutes(5), late);

    private protected async Task<(string Reason, string Detail)> DeadLetter()
    {
        var message = (await Queues.QueueAsync(MailQueue.Name)).Read().DeadLetters[0].Received();
        return (message.DeadLetterReason, message.DeadLetterErrorDescription);
    }

    /// <summary>The mails that are recorded as sent.</summary>
    private protected async Task<List<TableEntity>> Records() => [.. (await Rows()).Where(row => row.ContainsKey("SentAt"))];

    /// <summary>The mails that are recorded as sent, or claimed.</summary>
    private protected async Task<List<TableEntity>> Rows() =>
        await SentMailsTable.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop);

    /// <summary>A claim of another process, which may have died.</summary>
    private protected async Task<DateTimeOffset> Claimed(string mailId, DateTimeOffset until)
    {
        until = DateTimeOffset.FromUnixTimeMilliseconds(until.ToUnixTimeMilliseconds());
        var claim = new TableEntity(mailId, "sent") { ["ClaimId"] = Guid.NewGuid(), ["ClaimedUntil"] = until };
        await SentMailsTable.UpsertEntityAsync(claim, TableUpdateMode.Replace, Stop);
        return until;
    }

    /// <summary>As if the process died before it could settle the message.</summary>
    private protected sealed class Unsettled : ServiceBusMessageActions
    {
        public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
            Task.CompletedTask;
    }

    /// <summary>The machine's clock, fast or slow by a fixed time.</summary>
    private protected sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
