using Dfm.Functions.Storage;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using SendGrid;

namespace Dfm.Functions.Tests.Mail;

/// <summary>A mail that was not sent can be claimed again.</summary>
public sealed class SendEmailReleaseTests(AzuriteFixture azurite) : SendEmailTestBase(azurite)
{
    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    public async Task Claim_OfAMailThatIsRefusedOrFails_IsReleased(int status)
    {
        SendGrid.Answers(new SendGridServer.Answer(status));
        var rowsWhileSending = -1;
        SendGrid.BeforeAnswer = async _ => rowsWhileSending = (await Rows()).Count;
        await Ask("m1");
        await ProcessNext();

        Assert.Equal(1, rowsWhileSending);
        Assert.Empty(await Rows());
    }

    [Fact]
    public async Task Claim_ThatCannotBeReleased_Expires()
    {
        await using var proxy = await StorageProxy.StartAsync(Account);
        proxy.Fault = request => request is { Resource: TableNames.SentMails, Operation: "Delete" }
            ? new StorageFault(StorageFaultKind.Refused) { Status = 403, Code = "AuthorizationFailure" } : null;
        await using var functions = Services(proxy.Account, claimFor: TimeSpan.FromSeconds(5));
        SendGrid.Answers(new SendGridServer.Answer(401));
        await Ask("m1");
        await ProcessNext(functions);

        Assert.Contains(Logs.Lines, line => line.Contains("m1 could not be released", StringComparison.Ordinal));
        var retry = await Next();
        Assert.Equal("m1~~try1", retry.MessageId);
        await Run(retry, functions: functions);
        var copy = await Next();
        Assert.StartsWith("m1~~try1-until-", copy.MessageId, StringComparison.Ordinal);
        Assert.Equal(1, MessageRetries.FailuresOf(copy));
        await Run(copy, functions: functions);
        Assert.Equal(2, SendGrid.Requests.Count);
        Assert.Single(await Records());
    }

    [Fact]
    public async Task Release_LeavesALaterClaimAlone()
    {
        var theirs = DateTimeOffset.MinValue;
        SendGrid.Answers(new SendGridServer.Answer(401));
        SendGrid.BeforeAnswer = async _ => theirs = await Claimed("m1", DateTimeOffset.UtcNow.AddSeconds(30));
        await Ask("m1");
        await ProcessNext();

        Assert.Equal(theirs, Assert.Single(await Rows()).GetDateTimeOffset("ClaimedUntil"));
    }

    [Fact]
    public async Task FailureThatNobodyForesaw_LetsTheMailWait_AndReleasesItsClaim()
    {
        using var broken = new HttpClient(new Broken());
        await using var functions = Services(more: services => services.AddSingleton<ISendGridClient>(
            new SendGridClient(broken, new SendGridClientOptions { ApiKey = "SG.test" })));
        await Ask("m1");
        await ProcessNext(functions);

        Assert.Equal("m1~~try1", (await Next()).MessageId);
        Assert.Empty(await Rows());
        Assert.Contains(Logs.Lines, line => line.Contains("could not be sent (InvalidOperationException)", StringComparison.Ordinal));
    }

    private sealed class Broken : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Broken.");
    }
}
