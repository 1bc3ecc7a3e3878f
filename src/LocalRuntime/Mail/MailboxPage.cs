using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Dfm.LocalRuntime.Mail;

/// <summary>The mailbox as HTML. What a mail says is shown as text, its HTML part in a frame that runs no script.</summary>
internal static class MailboxPage
{
    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1c2733}
        table{border-collapse:collapse;width:100%}
        td,th{padding:.4rem .6rem;text-align:left;border-bottom:1px solid #dde3ea;vertical-align:top}
        iframe{width:100%;height:36rem;border:1px solid #dde3ea}pre{white-space:pre-wrap;background:#f5f7fa;padding:1rem}
        dt{font-weight:600}dd{margin:0 0 .4rem}
        """;

    /// <summary>Writes the list.</summary>
    public static Task WriteListAsync(HttpResponse response, IReadOnlyList<KeptMail> mails)
    {
        var page = new StringBuilder("<h1>Mailbox</h1>");
        if (mails.Count == 0)
            page.Append("<p>No mail yet.</p>");
        page.Append("<table><tr><th>Sent (UTC)</th><th>To</th><th>Subject</th></tr>");
        foreach (var mail in mails)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Time(mail)}</td><td>{Encode(string.Join(", ", mail.To))}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td><a href=\"/local/mailbox/{Encode(mail.Id)}\">{Encode(mail.Subject)}</a>")
                .Append("</td></tr>");
        }

        return WriteAsync(response, "Mailbox", page.Append("</table>"));
    }

    /// <summary>Writes one mail.</summary>
    public static Task WriteMailAsync(HttpResponse response, KeptMail mail)
    {
        var page = new StringBuilder($"<p><a href=\"/local/mailbox\">Mailbox</a></p><h1>{Encode(mail.Subject)}</h1><dl>");
        Field(page, "Sent (UTC)", Time(mail));
        Field(page, "From", mail.From);
        Field(page, "To", string.Join(", ", mail.To));
        Field(page, "Cc", string.Join(", ", mail.Cc));
        Field(page, "Bcc", string.Join(", ", mail.Bcc));
        Field(page, "Reply to", mail.ReplyTo);
        Field(page, "Attachments", string.Join(", ", mail.Attachments));
        foreach (var (name, value) in mail.Headers.Concat(mail.CustomArgs))
            Field(page, name, value);
        page.Append("</dl>");
        if (mail.Html is not null)
            page.Append(CultureInfo.InvariantCulture, $"<iframe sandbox title=\"HTML\" srcdoc=\"{Encode(mail.Html)}\"></iframe>");
        if (mail.Text is not null)
            page.Append(CultureInfo.InvariantCulture, $"<h2>Text</h2><pre>{Encode(mail.Text)}</pre>");
        return WriteAsync(response, mail.Subject, page);
    }

    private static void Field(StringBuilder page, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            page.Append(CultureInfo.InvariantCulture, $"<dt>{Encode(name)}</dt><dd>{Encode(value)}</dd>");
    }

    private static Task WriteAsync(HttpResponse response, string title, StringBuilder body)
    {
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; frame-src 'self'; base-uri 'none'; form-action 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.WriteAsync(
            $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{Encode(title)}</title><style>{Style}</style>"
            + $"<body>{body}</body></html>");
    }

    private static string Time(KeptMail mail) => mail.SentAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
