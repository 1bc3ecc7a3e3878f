using Dfm.Testing;

namespace Dfm.Functions.Tests.Mail;

/// <summary>Mails that SendGrid does not take, or not at once.</summary>
public sealed class SendEmailFailureTests(AzuriteFixture azurite) : SendEmailTestBase(azurite)
{
    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task SendGrid_BusyTwice_IsAskedAThirdTimeAtOnce(int status)
    {
        SendGrid.Answers(new(status, RetryAfter: 0), new(status, RetryAfter: 0));
        await Ask("m1");
        await ProcessNext();

        Assert.Equal(3, SendGrid.Requests.Count);
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
        SendGrid.Answers([.. Enumerable.Repeat(new SendGridServer.Answer(status, RetryAfter: 0), requests)]);
        await Ask("m1");
        await ProcessNext();

        Assert.Equal(requests, SendGrid.Requests.Count);
        Assert.Empty(await Records());
        var waiting = await Next();
        Assert.Equal("m1~~try1", waiting.MessageId);
        Assert.InRange(waiting.ScheduledEnqueueTime, Now.AddSeconds(40), Now.AddSeconds(61));

        await Run(waiting);
        Assert.Equal(requests + 1, SendGrid.Requests.Count);
        Assert.Equal("m1", Assert.Single(await Records()).PartitionKey);
        Assert.Null(await Receive());
    }

    [Fact]
    public async Task SendGrid_Unreachable_LetsTheMailWait()
    {
        SendGrid.BeforeAnswer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await Ask("m1");
        await ProcessNext();

        Assert.Equal(3, SendGrid.Requests.Count);
        Assert.Equal("m1~~try1", (await Next()).MessageId);
    }

    [Fact]
    public async Task SendGrid_FailingForADay_MakesTheMailADeadLetter()
    {
        await Ask("m1");
        var delays = new List<TimeSpan>();
        while (await Receive() is { } message)
        {
            if (message.MessageId != "m1") delays.Add(Round(message.ScheduledEnqueueTime - Now));
            SendGrid.Answers(BusyForNow, BusyForNow, BusyForNow);
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
        SendGrid.Answers(new SendGridServer.Answer(status, Body: """{"errors":[{"message":"Does not contain a valid address."}]}"""));
        await Ask("m1");
        await ProcessNext();

        Assert.Single(SendGrid.Requests);
        var (reason, detail) = await DeadLetter();
        Assert.Equal($"sendgrid-{status}", reason);
        Assert.Contains("valid address", detail, StringComparison.Ordinal);
        Assert.Null(await Receive());
    }

    private static TimeSpan Round(TimeSpan delay) => TimeSpan.FromMinutes(Math.Round(delay.TotalMinutes));
}
