using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Blobs;
using Dfm.Core.Inbound;
using Dfm.Core.Notifications;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Inbound;
using Dfm.Functions.Inbound.Webhooks;
using Dfm.Functions.Mail;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Inbound.InboundPortal;

namespace Dfm.Functions.Tests.Inbound;

/// <summary>The webhook of Inbound Parse: whose requests it takes, and that a mail is kept and comes once.</summary>
public sealed class ReceiveMailTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly SentMail Panne = new() { Text = "Le SNp10001 est en panne." };

    private readonly StorageAccount account = azurite.NewAccount();
    private InboundPortal portal = null!;

    private DateTimeOffset Now => portal.Portal.Clock.GetUtcNow();

    public async ValueTask InitializeAsync() => portal = await StartAsync(account);

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task ARequest_ThatSendGridHasNotSigned_IsRefused_AndNothingIsStored()
    {
        var (body, type) = await Panne.ToForm(raw: true);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        HttpRequestMessage[] forged =
        [
            SignedRequest("email", body, type, Now, stranger),
            SignedRequest("email", body, type, Now.AddDays(-5)),
            SignedRequest("email", body, type, Now.AddDays(5)),
            Changed(SignedRequest("email", body, type, Now), content: [.. body, 1]),
            Changed(SignedRequest("email", body, type, Now), timestamp: $"{Now.AddSeconds(1).ToUnixTimeSeconds()}"),
            Changed(SignedRequest("email", body, type, Now), signature: "junk"),
            Changed(SignedRequest("email", body, type, Now), signature: Convert.ToBase64String(RandomNumberGenerator.GetBytes(70))),
            Changed(SignedRequest("email", body, type, Now), timestamp: "soon"),
            Changed(SignedRequest("email", body, type, Now), signature: ""),
            new(HttpMethod.Post, "/api/inbound/email") { Content = new ByteArrayContent(body) },
        ];
        foreach (var request in forged)
        {
            using var answer = await portal.Portal.Client.SendAsync(request, Stop);
            await answer.IsProblem(HttpStatusCode.Forbidden, "bad-signature");
        }

        Assert.Empty(await portal.Held());
        Assert.Empty(Originals());
    }

    [Fact]
    public async Task ABody_LargerThanAnyMail_IsRefused()
    {
        using var request = SignedRequest("email", new byte[ReceiveMail.MaxBytes + 1], "multipart/form-data; boundary=x", Now);
        using var answer = await portal.Portal.Client.SendAsync(request, Stop);
        await answer.IsProblem(HttpStatusCode.RequestEntityTooLarge, "inbound-too-large");
    }

    [Fact]
    public async Task SoManyBodies_ComeInAtATime_AndSendGridTriesTheOthersAgain()
    {
        var (body, type) = await Panne.ToForm(raw: true);
        var rest = new TaskCompletionSource();
        // More than there are places: the look below may take one now and then.
        var slow = Enumerable.Range(0, 2 * SignedBody.MostAtOnce)
            .Select(_ => Sent(new SlowContent(body, rest.Task) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } })).ToList();

        await Waiting.Until(async () => await Sent() is HttpStatusCode.ServiceUnavailable);
        rest.SetResult();

        var answers = await Task.WhenAll(slow);
        Assert.True(answers.Count(status => status is HttpStatusCode.Accepted) >= SignedBody.MostAtOnce, string.Join(' ', answers));
        Assert.All(answers, status => Assert.True(status is HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable));
        Assert.Equal(HttpStatusCode.Accepted, await Sent());

        async Task<HttpStatusCode> Sent(HttpContent? content = null)
        {
            using var request = SignedRequest("email", body, type, Now);
            if (content is not null) request.Content = content;
            using var answer = await portal.Portal.Client.SendAsync(request, Stop);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task WithoutAKey_NoMailIsTaken_AndSendGridTriesAgain()
    {
        await using var closed = await StartAsync(azurite.NewAccount(), new Dictionary<string, string> { ["Inbound__MailPublicKeys"] = "" });
        var (body, type) = await Panne.ToForm(raw: true);
        using var request = SignedRequest("email", body, type, closed.Portal.Clock.GetUtcNow());
        using var answer = await closed.Portal.Client.SendAsync(request, Stop);
        await answer.IsProblem(HttpStatusCode.ServiceUnavailable, "inbound-not-configured");
    }

    [Fact]
    public async Task AMail_IsKeptAsItCame()
    {
        var (body, type) = await Panne.ToForm(raw: true);

        await portal.Receive(body, type);

        var kept = await new BlobContainerClient(account.ConnectionString, TableNames.InboundOriginals)
            .GetBlobClient(IdOf(body)).DownloadContentAsync(Stop);
        Assert.Equal(body, kept.Value.Content.ToArray());
        Assert.Equal(type, kept.Value.Details.ContentType);
    }

    [Fact]
    public async Task AMail_ThatSendGridBringsThreeTimes_AlsoInOtherForms_RaisesOneDit()
    {
        var (body, type) = await Panne.ToForm(raw: true);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => portal.Receive(body, type)));
        var first = await portal.Sorted(IdOf(body));
        var again = await portal.Sorted(Panne);
        var elsewhere = await portal.Sorted(Panne with { To = $"sav@{SentMail.Domain}" });

        Assert.Equal((InboundState.Done, InboundState.Duplicate), (first.State, again.State));
        // Another recipient is another mail: the sender has written twice.
        Assert.Equal(InboundState.Done, elsewhere.State);
        Assert.NotEqual(first.About!.Number, elsewhere.About!.Number);
        Assert.Equal(2, (await portal.Supervisor.Get<Page<ListedItem>>("/api/dits")).Items.Count);
    }

    [Fact]
    public async Task ADit_RaisedByMail_IsConfirmed_AndItsMailsAreAnsweredInOneThread()
    {
        var raised = await portal.Sorted(Panne);
        var number = raised.About!.Number;
        await portal.MailsAbout($"dit-{number}-", 1);

        var confirmation = await portal.Mail($"dit-{number}-1-Raised");
        Assert.Equal("paul@example.com", Assert.Single(confirmation.To));
        var replies = portal.Portal.Services.GetRequiredService<ReplyAddresses>();
        var about = new MailTopic(MailTopicKind.Dit, number);
        Assert.Equal(replies.For(about), confirmation.ReplyTo);
        Assert.True(replies.TryReadMessageId(confirmation.Headers["Message-ID"].Trim('<', '>'), out var read) && read == about);
        Assert.Equal($"<{replies.MessageIds(about, "")!.Value.Thread}>", confirmation.Headers["References"]);

        var answer = await portal.Sorted(new SentMail { InReplyTo = confirmation.Headers["Message-ID"].Trim('<', '>'), Text = "Code 12." });
        Assert.Equal((InboundState.Done, number), (answer.State, answer.About?.Number));
    }

    [Fact]
    public async Task TheStaffsAnswer_ReachesTheSender_WithWhatItAnswers_AndCanBeAnswered()
    {
        var number = (await portal.Sorted(Panne)).About!.Number;
        await portal.MailsAbout($"dit-{number}-", 1);
        await Write(number, "Quel est le code de la porte ?");
        var question = await Waited($"dit-{number}-message-2");
        Assert.Contains("Quel est le code de la porte ?", question.Text, StringComparison.Ordinal);
        Assert.Contains("> Le SNp10001 est en panne.", question.Text, StringComparison.Ordinal);

        await portal.Sorted(new SentMail { To = question.ReplyTo!, Text = "Le code est 4512." });
        await Write(number, "Merci.");

        var thanks = await Waited($"dit-{number}-message-4");
        Assert.Contains("> Le code est 4512.", thanks.Text, StringComparison.Ordinal);
        Assert.Contains("Personne paul", thanks.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMailWithoutAnAsset_IsAnsweredOnce_WithWhatItsSenderHas_InItsThread()
    {
        var mail = new SentMail { Subject = "Imprimante", Text = "Elle est en panne." };
        await portal.Sorted(mail);
        await portal.Sorted(mail with { MessageId = "another@example.com" });
        var answer = await Waited(mail => mail.MailId.StartsWith("inbound-assets-", StringComparison.Ordinal));

        Assert.Equal("paul@example.com", Assert.Single(answer.To));
        Assert.Equal($"<{mail.MessageId}>", answer.Headers["In-Reply-To"]);
        Assert.Equal("auto-replied", answer.Headers["Auto-Submitted"]);
        Assert.Contains("p1 : Ricoh IM C3000, Copieur p1, n° de série SNp10001", answer.Text, StringComparison.Ordinal);
        Assert.Contains("> Elle est en panne.", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("p2 :", answer.Text, StringComparison.Ordinal);
        Assert.Single(await portal.Mails(), one => one.MailId.StartsWith("inbound-", StringComparison.Ordinal));

        var reply = await portal.Sorted(new SentMail { InReplyTo = answer.Headers.GetValueOrDefault("Message-ID")?.Trim('<', '>'), Text = "SNp10001" });
        Assert.Equal(InboundState.Done, reply.State);
    }

    [Fact]
    public async Task AMailOf30Megabytes_TakesLittleMemory()
    {
        var mail = Panne.With([.. Enumerable.Range(1, 2).Select(n => new SentFile($"journal{n}.txt", Samples.Text(14_700_000), "text/plain"))]);
        var (body, type) = await mail.ToForm(raw: true);
        Assert.True(body.Length > 29_000_000);
        var (before, most) = (GC.GetTotalMemory(forceFullCollection: true), 0L);
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
                await Task.Delay(5);
            }
        }, Stop);

        await portal.Receive(body, type);
        var sorted = await portal.Sorted(IdOf(body));
        await stop.CancelAsync();
        await watching;

        var dit = await portal.User.Get<DitResponse>($"/api/dits/{sorted.About!.Number}");
        Assert.Equal(2, dit.Attachments.Count);
        Assert.True(most - before < 300_000_000, $"{(most - before) / 1_000_000} MB");
    }

    private static HttpRequestMessage Changed(
        HttpRequestMessage request, byte[]? content = null, string? timestamp = null, string? signature = null)
    {
        if (content is not null)
        {
            var type = request.Content!.Headers.ContentType;
            request.Content = new ByteArrayContent(content) { Headers = { ContentType = type } };
        }

        if (timestamp is not null) Replace(SignedBody.TimestampHeader, timestamp);
        if (signature is not null) Replace(SignedBody.SignatureHeader, signature);
        return request;

        void Replace(string name, string value)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private IEnumerable<string> Originals() =>
        new BlobContainerClient(account.ConnectionString, TableNames.InboundOriginals).GetBlobs().Select(blob => blob.Name);

    private async Task Write(string number, string text)
    {
        using var answer = await portal.Staff.PostAsync(
            new Uri($"/api/backoffice/dits/{number}/messages", UriKind.Relative),
            new StringContent($$"""{"text":"{{text}}"}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
            Stop);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    private Task<KeptMail> Waited(string mailId) => Waited(mail => mail.MailId == mailId);

    private async Task<KeptMail> Waited(Func<KeptMail, bool> which)
    {
        KeptMail? found = null;
        await Waiting.Until(async () => (found = (await portal.Mails()).FirstOrDefault(which)) is not null);
        return found!;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Sends the first byte, and the others when it is told to.</summary>
    private sealed class SlowContent(byte[] bytes, Task rest) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, 1), Stop);
            await stream.FlushAsync(Stop);
            await rest;
            await stream.WriteAsync(bytes.AsMemory(1), Stop);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
