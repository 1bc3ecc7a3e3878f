using Azure.Storage.Blobs;
using Dfm.Core.Attachments;
using Dfm.Core.Notifications;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Mail;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Dits;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Mail;

/// <summary>Mails with files where Defender scans them: none goes out that is not clean, and no mail is lost.</summary>
public sealed class SendEmailScanTests(AzuriteFixture azurite) : SendEmailTestBase(azurite)
{
    private static readonly MailFile[] Files = [new("c1/contact-1/a", "écran.png", "image/png"), new("c1/contact-1/b", "plan.png", "image/png")];

    private readonly List<TimeSpan> waits = [];
    private ServiceProvider scanning = null!;

    private AttachmentBlobs Blobs => scanning.GetRequiredService<AttachmentBlobs>();

    [Fact]
    public async Task AMail_WaitsUntilItsFilesAreScanned_AndTakesThemAlong()
    {
        await Asked();
        await ProcessNext(scanning);
        Assert.Empty(SendGrid.Requests);
        Assert.Empty(await Rows());

        foreach (var file in Files) await Blobs.Record(file.Blob, ScanState.Clean, Now, Stop);
        await ProcessNext(scanning);

        Assert.Equal(["écran.png", "plan.png"], Sent().Files);
        Assert.DoesNotContain("NON TRANSMISES", Sent().Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScanState.Malicious, "plan.png : un logiciel malveillant y a été trouvé")]
    [InlineData(ScanState.Failed, "plan.png : son analyse antivirus n'a pas abouti")]
    public async Task AFile_ThatIsNotClean_IsLeftOutAndNamed(ScanState state, string named)
    {
        await Asked();
        await Blobs.Record(Files[0].Blob, ScanState.Clean, Now, Stop);
        await Blobs.Record(Files[1].Blob, state, Now, Stop);
        await ProcessNext(scanning);

        Assert.Equal(["écran.png"], Sent().Files);
        Assert.Contains(named, Sent().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMail_WhoseFilesAreNotScannedWithinAnHour_GoesWithoutThem()
    {
        await Asked();
        await Blobs.Record(Files[0].Blob, ScanState.Clean, Now, Stop);
        while (await Receive() is { } message)
        {
            waits.Add(message.ScheduledEnqueueTime - Now);
            await Run(message, functions: scanning);
        }

        Assert.Equal(1 + SendEmail.RetriesForScans, waits.Count);
        Assert.Equal(["écran.png"], Sent().Files);
        Assert.Contains("plan.png : son analyse antivirus n'est pas terminée", Sent().Text, StringComparison.Ordinal);
    }

    private async Task Asked()
    {
        scanning = Services(more: services => services.Configure<MalwareOptions>(malware => malware.Scanner = MalwareScanner.Defender));
        var container = scanning.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(TableNames.Attachments);
        await container.CreateIfNotExistsAsync(cancellationToken: Stop);
        foreach (var file in Files) await container.GetBlobClient(file.Blob).UploadAsync(new BinaryData(Samples.Png), Stop);
        var mail = MailMessage.Create(
            "contact-1-service", new MailRecipient("sav@dfm.example.com", "SAV"), new ContactRequestMail(Mails.FullContact, FilesStay: false));
        await scanning.GetRequiredService<IMailQueue>().Enqueue(mail with { Files = Files }, Stop);
    }

    private (string?[] Files, string Text) Sent()
    {
        var request = Assert.Single(SendGrid.Requests);
        var files = request.TryGetProperty("attachments", out var attachments)
            ? attachments.EnumerateArray().Select(file => file.GetProperty("filename").GetString())
            : [];
        var text = request.GetProperty("content").EnumerateArray().First(part => part.GetProperty("type").GetString() is "text/plain");
        return ([.. files], text.GetProperty("value").GetString()!);
    }
}
