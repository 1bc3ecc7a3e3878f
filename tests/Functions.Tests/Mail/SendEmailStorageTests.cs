using Azure.Data.Tables;
using Dfm.Functions.Mail;
using Dfm.Functions.Storage;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Mail;

/// <summary>Storage that does not do what it is asked, or does not tell.</summary>
public sealed class SendEmailStorageTests(AzuriteFixture azurite) : SendEmailTestBase(azurite)
{
    [Fact]
    public async Task Record_ThatStorageRefuses_DoesNotSendTheMailAgain()
    {
        var tables = Functions.GetRequiredService<TableServiceClient>();
        SendGrid.BeforeAnswer = async _ => await tables.DeleteTableAsync(TableNames.SentMails, Stop);
        await Ask("m1");
        await ProcessNext();

        Assert.Single(SendGrid.Requests);
        Assert.Null(await Receive());
        Assert.Contains(Logs.Lines, line => line.Contains("storage did not record it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Claim_ThatStorageRefuses_LetsTheMailWait()
    {
        var strangersKey = Convert.ToBase64String("Not the account's key."u8);
        await using var lockedOut = Services(Account with { Key = strangersKey });
        await Ask("m1");
        await Run(await Next(), functions: lockedOut);

        Assert.Empty(SendGrid.Requests);
        Assert.Equal("m1~~try1", (await Next()).MessageId);
    }

    [Theory]
    [InlineData("Insert")]
    [InlineData("Replace")]
    public async Task Claim_WhoseAnswerIsLost_IsRecognised(string operation)
    {
        if (operation is "Replace") await Claimed("m1", DateTimeOffset.UtcNow.AddSeconds(-1));
        await using var proxy = await StorageProxy.StartAsync(Account);
        StorageRequest? lost = null;
        proxy.Fault = request =>
        {
            if (lost is not null || request.Resource != TableNames.SentMails || request.Operation != operation) return null;
            lost = request;
            return new StorageFault(StorageFaultKind.CutAfter);
        };
        await using var functions = Services(proxy.Account);
        await Ask("m1");
        await ProcessNext(functions);

        Assert.NotNull(lost);
        Assert.Single(SendGrid.Requests);
        Assert.Single(await Records());
        Assert.Equal(0, (await Queues.QueueAsync(MailQueue.Name)).Read().Length);
    }

    [Fact]
    public async Task Claim_ThatStorageIsTooSlowFor_LetsTheMailWait()
    {
        await using var proxy = await StorageProxy.StartAsync(Account);
        proxy.Fault = _ => new StorageFault(StorageFaultKind.Slow) { Delay = SentMails.LongestClaim + TimeSpan.FromSeconds(2) };
        await using var functions = Services(proxy.Account);
        await Ask("m1");
        await ProcessNext(functions);

        Assert.Empty(SendGrid.Requests);
        Assert.Equal("m1~~try1", (await Next()).MessageId);
    }
}
