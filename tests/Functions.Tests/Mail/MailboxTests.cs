using System.Net.Http.Json;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Dfm.Core.Notifications;
using Dfm.Functions.Mail;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dfm.Functions.Tests.Mail;

/// <summary>Mails through the whole portal: asked for, taken off the queue by its trigger, found in the mailbox.</summary>
public sealed class MailboxTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private InProcessPortal portal = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => portal = await InProcessPortal.StartAsync(
        azurite.NewAccount(), services: services => services.AddSingleton(Impatient), logged: LogLevel.Trace);

    /// <summary>Its clock is two days slow: a retry is due at once.</summary>
    private static MessageRetries Impatient(IServiceProvider services) => new(
        services.GetRequiredService<ServiceBusClient>(), new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(-2)));

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Mail_AskedForTwice_LiesInTheMailboxOnce()
    {
        await Ask("dit-26-000123-registered");
        await Ask("dit-26-000123-registered");
        await Ask("dit-26-000124-registered");
        var mails = await Mailbox(2);

        Assert.Equal(
            ["dit-26-000123-registered", "dit-26-000124-registered"],
            mails.Select(mail => mail.GetProperty("customArgs").GetProperty("mail_id").GetString()).Order());
        Assert.All(mails, mail => Assert.Equal(Mails.Claire.Email, mail.GetProperty("to")[0].GetString()));
        Assert.All(mails, mail => Assert.StartsWith("DIT n° 26-000123 : demande enregistrée", mail.GetProperty("subject").GetString()));
        Assert.All(mails, mail => Assert.Contains("lang=\"fr\"", mail.GetProperty("html").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task SendGrid_BusyForAWhile_GetsTheMailInTheEnd()
    {
        // Three tries, then the message waits.
        await Fault(429, count: 4);
        await Ask("m1");

        Assert.Single(await Mailbox(1));
        Assert.Contains(portal.Logs.Lines, line => line.Contains("could not be sent (sendgrid-429)", StringComparison.Ordinal));
        Assert.DoesNotContain(portal.Logs.Lines, line => line.Contains(Mails.Claire.Email, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task SendGrid_RefusingAMail_LeavesItInTheDeadLetterQueue_AndSendsTheNext()
    {
        await Fault(400, count: 1);
        await Ask("m1");
        JsonElement dead = default;
        await Waiting.Until(async () =>
        {
            var queue = await portal.Client.GetFromJsonAsync<JsonElement>($"/local/queues/{MailQueue.Name}?format=json", Stop);
            var letters = queue.GetProperty("deadLetters");
            if (letters.GetArrayLength() > 0) dead = letters[0];
            return letters.GetArrayLength() > 0;
        });
        Assert.Equal(("m1", "sendgrid-400"), (dead.GetProperty("messageId").GetString(), dead.GetProperty("reason").GetString()));

        await Ask("m2");
        Assert.Equal("m2", Assert.Single(await Mailbox(1)).GetProperty("customArgs").GetProperty("mail_id").GetString());
    }

    private Task Ask(string id) => portal.Services.GetRequiredService<IMailQueue>().Enqueue(Mails.Registered(id), Stop);

    private async Task Fault(int status, int count)
    {
        using var answer = await portal.Client.PostAsJsonAsync("/local/mail-faults", new { status, count, retryAfter = 0 }, Stop);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The mailbox, once it holds this many mails, newest first.</summary>
    private async Task<IReadOnlyList<JsonElement>> Mailbox(int count)
    {
        List<JsonElement> mails = [];
        await Waiting.Until(async () =>
            (mails = (await portal.Client.GetFromJsonAsync<List<JsonElement>>("/local/mails", Stop))!).Count >= count);
        return mails;
    }
}
