using System.Text;
using Dfm.Core.Inbound;
using Dfm.Core.Text;
using Dfm.Functions.Mail;
using Dfm.Functions.Storage;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Utils;

namespace Dfm.Functions.Inbound.Parsing;

/// <summary>Reads mails that strangers have made: whatever is in them, there is a mail, if only one in which nothing can be read.</summary>
public sealed class MailReader(IOptions<MailOptions> options)
{
    private const int LongestShown = 20_000;
    private const int MostAddresses = 50;

    private static readonly ParserOptions Parsing = new() { MaxMimeDepth = 50 };

    /// <summary>MimeKit asks .NET for the charsets of mails, which knows few of itself.</summary>
    static MailReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private readonly IReadOnlyCollection<string> own =
    [
        options.Value.From.ToLowerInvariant(),
        options.Value.InboundDomain is { Length: > 0 } domain ? $"@{domain.ToLowerInvariant()}" : "",
    ];

    /// <summary>The mail, which is to be disposed of.</summary>
    public async Task<ReadMail> Read(Stream form, string contentType, CancellationToken cancellationToken)
    {
        await using var spool = new MailSpool();
        await using var read = new MailForm();
        try
        {
            await read.Read(form, contentType, spool, cancellationToken);
            return read.Raw is { } raw ? await OfRaw(read, raw, spool, cancellationToken) : OfParsed(read, spool);
        }
        catch (Exception broken)
            when (broken is not (OutOfMemoryException or TemporaryFileException) && !cancellationToken.IsCancellationRequested)
        {
            // What a stranger's bytes make a parser do is no fault of ours: the original is kept, and a person looks at it.
            return new ReadMail(InboundMail.Unreadable, []);
        }
    }

    private ReadMail OfParsed(MailForm form, MailSpool spool)
    {
        using var headers = new MemoryStream(form.Bytes("headers"));
        return Of(form, HeaderList.Load(Parsing, headers), form["text"], form["html"], spool);
    }

    private async Task<ReadMail> OfRaw(MailForm form, Stream raw, MailSpool spool, CancellationToken cancellationToken)
    {
        // Persistent: files stay in the stream, and are decoded when they are written.
        using var message = await MimeMessage.LoadAsync(Parsing, raw, persistent: true, cancellationToken);
        var content = new MailContent(spool);
        await content.Read(message.Body, cancellationToken);
        var all = new HeaderList();
        foreach (var header in message.Headers.Concat(message.Body?.Headers ?? [])) all.Add(header);
        return Of(form, all, content.Plain, content.Html, spool);
    }

    private ReadMail Of(MailForm form, HeaderList headers, string plain, string html, MailSpool spool)
    {
        if (headers.Count == 0) return new ReadMail(InboundMail.Unreadable, []);
        var envelope = form.Envelope();
        var from = FromOf(headers);
        var text = MailText.Of(string.IsNullOrWhiteSpace(plain) ? HtmlText.Of(html) : plain);
        var known = new MailHeaders(headers.Select(header => KeyValuePair.Create(header.Field, header.Value ?? "")));
        var files = spool.HandOver(html);
        return new ReadMail(
            new InboundMail(
                MimeUtils.EnumerateReferences(headers[HeaderId.MessageId] ?? "").FirstOrDefault(),
                [.. (envelope.To ?? []).Take(MostAddresses)],
                from?.Address,
                MailText.CleanLine(from?.Name),
                MailSubject.Of(headers[HeaderId.Subject]),
                new MailText(MailText.Cut(text.Written, LongestShown), MailText.Cut(text.Quoted, LongestShown)),
                AnswersOf(headers),
                from is not null && SenderProof.Of(form["dkim"], form["SPF"], envelope.From).VouchesFor(from.Address),
                AutomaticMail.Is(known, envelope.From, from?.Address, own),
                [.. files.Select(file => file.File)]),
            files);
    }

    /// <summary>The one sender: a mail with several <c>From</c> headers, or several addresses in it, shows one person and proves another.</summary>
    private static MailboxAddress? FromOf(HeaderList headers)
    {
        var all = headers.Where(header => header.Id is HeaderId.From).ToList();
        return all is [var one]
            && InternetAddressList.TryParse(Parsing, one.RawValue, out var addresses)
            && addresses is [MailboxAddress address]
            && EmailAddress.TryParse(address.Address, out var parsed)
                ? new MailboxAddress(address.Name, parsed)
                : null;
    }

    /// <summary>What it answers, the nearest first: References end with it (RFC 5322, 3.6.4).</summary>
    private static IReadOnlyList<string> AnswersOf(HeaderList headers)
    {
        var direct = MimeUtils.EnumerateReferences(headers[HeaderId.InReplyTo] ?? "");
        var thread = MimeUtils.EnumerateReferences(headers[HeaderId.References] ?? "").Reverse();
        return [.. direct.Concat(thread).Distinct(StringComparer.Ordinal).Take(MostAddresses)];
    }
}
