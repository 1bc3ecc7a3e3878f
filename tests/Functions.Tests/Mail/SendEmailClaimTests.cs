using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Dfm.Core.Notifications;
using Dfm.Functions.Mail;
using Dfm.Functions.Storage;
using Dfm.LocalHost.ServiceBus;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Tests.Mail;

/// <summary>Deliveries of one mail at the same time, or after one that died: the claim tells them apart.</summary>
public sealed class SendEmailClaimTests(AzuriteFixture azurite) : SendEmailTestBase(azurite)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(null)]
    [InlineData(-1)]
    public async Task Mail_DeliveredTwiceAtOnce_IsSentOnce(int? secondsSinceAClaimExpired)
    {
        SendGrid.BeforeAnswer = _ => Task.Delay(5, Stop);
        await using var other = Services();
        for (var n = 0; n < 100; n++)
        {
            if (secondsSinceAClaimExpired is { } seconds) await Claimed($"m{n}", DateTimeOffset.UtcNow.AddSeconds(seconds));
            var message = ServiceBusModelFactory.ServiceBusReceivedMessage(
                BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(Mails.Registered($"m{n}"), MailJson.Options)), messageId: $"m{n}");
            await Task.WhenAll(
                Task.Run(() => Run(message, new Unsettled()), Stop),
                Task.Run(() => Run(message, new Unsettled(), other), Stop));
        }

        var sent = SendGrid.Requests.Select(request =>
            request.GetProperty("personalizations")[0].GetProperty("custom_args").GetProperty("mail_id").GetString());
        Assert.Equal(Enumerable.Range(0, 100).Select(n => $"m{n}"), sent);
        Assert.Equal(100, (await Records()).Count);
        // So many found the claim of the other one while it was sending.
        Assert.InRange((await Queues.QueueAsync(MailQueue.Name)).Read().Length, 1, 100);
    }

    [Fact]
    public async Task Claim_ThatIsLive_PutsTheMailOffUntilItExpires()
    {
        var until = await Claimed("m1", DateTimeOffset.UtcNow + Lease);
        await Ask("m1");
        await ProcessNext();
        Assert.Empty(SendGrid.Requests);
        Assert.Null(await Receive());

        QueueTime.Shift = Lease;
        var copy = await Next();
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"m1~~until-{until.ToUnixTimeMilliseconds()}"), copy.MessageId);
        Assert.Equal(until, copy.ScheduledEnqueueTime);
        Assert.Equal(0, MessageRetries.FailuresOf(copy));

        await SentMailsTable.DeleteEntityAsync("m1", "sent", cancellationToken: Stop);
        await Run(copy);
        Assert.Single(SendGrid.Requests);
        Assert.Null(await Receive());
    }

    [Fact]
    public async Task Mail_ThatEndsItsProcessEachTime_IsADeadLetterAfterTenClaims_AndCanBeSentAgain()
    {
        var dying = new SentMails(
            Functions.GetRequiredService<TableServiceClient>(),
            TimeProvider.System,
            Options.Create(new MailOptions { ClaimFor = TimeSpan.FromSeconds(-1) }));
        for (var died = 0; died < SentMails.MostClaims; died++)
            Assert.IsType<MailClaim.Taken>(await dying.Claim(Mails.Registered("m1"), Stop));

        await Ask("m1");
        await ProcessNext();
        Assert.Empty(SendGrid.Requests);
        Assert.Equal("interrupted-too-often", (await DeadLetter()).Reason);

        await Ask("m1", messageId: "again");
        await ProcessNext();
        Assert.Single(SendGrid.Requests);
    }

    [Fact]
    public async Task Copy_ThatComesBeforeTheClaimHasExpired_IsPutOffAgain()
    {
        var until = await Claimed("m1", DateTimeOffset.UtcNow + Lease);
        await Ask("m1");
        await ProcessNext();
        for (var seconds = 1; seconds <= 3; seconds++)
        {
            QueueTime.Shift = Lease + TimeSpan.FromSeconds(seconds - 1);
            await ProcessNext();
            QueueTime.Shift = Lease + TimeSpan.FromSeconds(seconds);
            var next = await Next();
            Assert.Equal(until.AddSeconds(seconds), next.ScheduledEnqueueTime);
            await new LocalMessageActions(Queues).AbandonMessageAsync(next, cancellationToken: Stop);
        }

        Assert.Empty(SendGrid.Requests);
    }

    [Fact]
    public async Task Copies_OfMessagesThatWaitForTheSameClaim_AreOne()
    {
        await Claimed("m1", DateTimeOffset.UtcNow + Lease);
        await Ask("m1");
        await Ask("m1", messageId: "m1-beyond-duplicate-detection");
        await ProcessNext();
        await ProcessNext();

        var queue = (await Queues.QueueAsync(MailQueue.Name)).Read();
        Assert.Equal((1, 1), (queue.Length, queue.Scheduled));
    }

    [Fact]
    public async Task Claim_ThatExpired_IsTakenOver()
    {
        await Claimed("m1", DateTimeOffset.UtcNow.AddSeconds(3));
        await Ask("m1");
        await ProcessNext();
        Assert.Empty(SendGrid.Requests);

        await Run((await Next()));
        Assert.Single(SendGrid.Requests);
        Assert.Single(await Records());
        Assert.Null(await Receive());
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("00:05:01")]
    public async Task ClaimFor_OutOfBounds_EndsTheStart(string claimFor)
    {
        await using var functions = Services(claimFor: TimeSpan.Parse(claimFor, CultureInfo.InvariantCulture));

        var failure = Assert.Throws<OptionsValidationException>(functions.GetRequiredService<IStartupValidator>().Validate);
        Assert.Contains("Mail:ClaimFor", failure.Message, StringComparison.Ordinal);
    }
}
