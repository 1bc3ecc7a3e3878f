using System.Globalization;
using System.Text;
using System.Text.Json;
using MimeKit;

namespace Dfm.Functions.Tests.Inbound;

/// <summary>A mail as somebody sends it, and as SendGrid's Inbound Parse brings it. What is not said is as Paul of customer c1 sends it.</summary>
public sealed record SentMail
{
    /// <summary>The domain whose mail comes to the portal.</summary>
    public const string Domain = "reponses.example.com";

    public string From { get; init; } = "Paul Durand <paul@example.com>";

    public string To { get; init; } = $"demandes@{Domain}";

    public string Subject { get; init; } = "Copieur en panne";

    public string? Text { get; init; }

    public string? Html { get; init; }

    /// <summary>Of the text.</summary>
    public string Charset { get; init; } = "utf-8";

    public IReadOnlyList<SentFile> Files { get; init; } = [];

    /// <summary>Further headers; one that is there is replaced.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public string? InReplyTo { get; init; }

    /// <summary>The envelope's sender; null for the address in <see cref="From"/>.</summary>
    public string? EnvelopeFrom { get; init; }

    public string Dkim { get; init; } = "{@example.com : pass}";

    public string Spf { get; init; } = "pass";

    public string MessageId { get; init; } = $"{Guid.NewGuid():N}@example.com";

    /// <summary>The mail as its bytes are, where no library would write it; null for what the rest says.</summary>
    public byte[]? Raw { get; init; }

    /// <summary>The mail's text, whose lines end with CRLF as they do on the way.</summary>
    public static byte[] Lines(string mail) => Encoding.Latin1.GetBytes(mail.ReplaceLineEndings("\r\n"));

    /// <summary>Mail programs that send files beside a text.</summary>
    public SentMail With(params SentFile[] files) => this with { Files = [.. Files, .. files] };

    /// <summary>The body and its content type, as Inbound Parse sends it.</summary>
    /// <param name="raw">In the raw form; else in the parsed form.</param>
    public async Task<(byte[] Body, string ContentType)> ToForm(bool raw)
    {
        using var form = new MultipartFormDataContent("xYzZY");
        var message = Raw is null ? ToMessage() : null;
        if (raw || message is null) Add(form, "email", await Bytes(message));
        else await AddParsed(form, message);
        var address = MailboxAddress.TryParse(From, out var sender) ? sender.Address : "";
        Add(form, "envelope", JsonSerializer.SerializeToUtf8Bytes(new { to = To.Split(", "), from = EnvelopeFrom ?? address }));
        Add(form, "dkim", Encoding.UTF8.GetBytes(Dkim));
        Add(form, "SPF", Encoding.UTF8.GetBytes(Spf));
        Add(form, "sender_ip", "192.0.2.7"u8.ToArray());
        return (await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString());
    }

    private async Task<byte[]> Bytes(MimeMessage? message)
    {
        if (message is null) return Raw!;
        using var bytes = new MemoryStream();
        await message.WriteToAsync(bytes);
        return bytes.ToArray();
    }

    private async Task AddParsed(MultipartFormDataContent form, MimeMessage message)
    {
        var headers = message.Headers.Concat(message.Body!.Headers).Select(header => $"{header.Field}:{Encoding.Latin1.GetString(header.RawValue)}");
        Add(form, "headers", Encoding.Latin1.GetBytes(string.Concat(headers)));
        Add(form, "subject", Encoding.UTF8.GetBytes(message.Subject ?? ""));
        Add(form, "from", Encoding.UTF8.GetBytes(From));
        Add(form, "to", Encoding.UTF8.GetBytes(To));
        if (Text is not null) Add(form, "text", EncodingOf(Charset).GetBytes(Text));
        if (Html is not null) Add(form, "html", Encoding.UTF8.GetBytes(Html));
        Add(form, "charsets", JsonSerializer.SerializeToUtf8Bytes(new { subject = "UTF-8", text = Charset, html = "UTF-8" }));
        Add(form, "attachments", Encoding.ASCII.GetBytes(Files.Count.ToString(CultureInfo.InvariantCulture)));
        var info = Files.Index().ToDictionary(
            file => $"attachment{file.Index + 1}",
            file => new Dictionary<string, string?> { ["filename"] = file.Item.Name, ["type"] = file.Item.Type, ["content-id"] = file.Item.ContentId });
        Add(form, "attachment-info", JsonSerializer.SerializeToUtf8Bytes(info));
        foreach (var (at, file) in Files.Index())
            form.Add(new ByteArrayContent(file.Content), $"attachment{at + 1}", file.Name.Length > 0 ? file.Name : "unnamed");
        await Task.CompletedTask;
    }

    private static void Add(MultipartFormDataContent form, string field, byte[] value) => form.Add(new ByteArrayContent(value), field);

    private static Encoding EncodingOf(string charset) =>
        CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);

    private MimeMessage ToMessage()
    {
        var body = new BodyBuilder { HtmlBody = Html };
        foreach (var file in Files)
        {
            var type = ContentType.Parse(file.Type);
            var part = file.ContentId is null ? body.Attachments.Add(file.Name, file.Content, type) : body.LinkedResources.Add(file.Name, file.Content, type);
            if (file.ContentId is not null) part.ContentId = file.ContentId;
        }

        var message = new MimeMessage { MessageId = MessageId, Date = DateTimeOffset.UnixEpoch };
        message.Headers.Replace(new Header(Encoding.UTF8, HeaderId.From, From));
        message.Headers.Replace(new Header(EncodingOf(Charset), HeaderId.Subject, Subject));
        if (InReplyTo is not null) message.InReplyTo = InReplyTo;
        message.Headers[HeaderId.To] = To;
        if (Text is not null) body.TextBody = Text;
        message.Body = body.ToMessageBody();
        if (Text is not null && message.BodyParts.OfType<TextPart>().FirstOrDefault(part => part.IsPlain) is { } text)
            text.SetText(EncodingOf(Charset), Text);
        foreach (var (name, value) in Headers)
        {
            if (name == "Content-Type") message.Body!.Headers.Replace(name, value);
            else message.Headers.Replace(name, value);
        }

        return message;
    }
}

/// <summary>A file of a mail; one that the HTML shows has a content id.</summary>
public sealed record SentFile(string Name, byte[] Content, string Type = "application/octet-stream", string? ContentId = null);
