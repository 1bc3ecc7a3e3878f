using System.Diagnostics;
using Dfm.Functions.Mail;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Mail;

/// <summary>A call of SendGrid ends long before the mail's claim does, whatever SendGrid does.</summary>
public sealed class SendGridTimeoutTests(AzuriteFixture azurite) : SendEmailTestBase(azurite)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendGrid_ThatDoesNotComeToAnEnd_IsGivenUp(bool answersHeaders)
    {
        SendGrid.BeforeAnswer = async context =>
        {
            if (answersHeaders) await context.Response.StartAsync(Stop);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        await Ask("m1");
        var message = await Next();
        var time = Stopwatch.StartNew();
        await Run(message);

        Assert.InRange(time.Elapsed, TimeSpan.Zero, MailServices.LongestSend + TimeSpan.FromSeconds(4));
        Assert.Equal("m1~~try1", (await Next()).MessageId);
        Assert.Empty(await Rows());
    }
}
