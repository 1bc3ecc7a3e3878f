using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using static Dfm.LocalHost.Pages.LocalPage;

namespace Dfm.LocalHost.Mail;

/// <summary>The mailbox as HTML. What a mail says is shown as text, its HTML part in a frame that runs no script.</summary>
internal static class MailboxPage
{
    private const string Style = "iframe{width:100%;height:36rem;border:1px solid #dde3ea}";
    private const string Policy = "img-src data: https:; frame-src 'self'; form-action 'none'";

    /// <summary>Writes the list.</summary>
    public static Task WriteListAsync(HttpResponse response, IReadOnlyList<KeptMail> mails)
    {
        var page = new StringBuilder("<h1>Mailbox</h1>");
        if (mails.Count == 0)
            page.Append("<p>No mail yet.</p>");
        page.Append("<table><tr><th>Sent (UTC)</th><th>To</th><th>Subject</th></tr>");
        foreach (var mail in mails)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Time(mail.SentAt)}</td><td>{Encode(string.Join(", ", mail.To))}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td><a href=\"/local/mailbox/{Encode(mail.Id)}\">{Encode(mail.Subject)}</a>")
                .Append("</td></tr>");
        }

        return WriteAsync(response, "Mailbox", page.Append("</table>"), Style, Policy);
    }

    /// <summary>Writes one mail.</summary>
    public static Task WriteMailAsync(HttpResponse response, KeptMail mail)
    {
        var page = new StringBuilder($"<p><a href=\"/local/mailbox\">Mailbox</a></p><h1>{Encode(mail.Subject)}</h1><dl>");
        Field(page, "Sent (UTC)", Time(mail.SentAt));
        Field(page, "From", Encode(mail.From));
        Field(page, "To", Encode(string.Join(", ", mail.To)));
        Field(page, "Cc", Encode(string.Join(", ", mail.Cc)));
        Field(page, "Bcc", Encode(string.Join(", ", mail.Bcc)));
        Field(page, "Reply to", Encode(mail.ReplyTo));
        foreach (var (name, value) in mail.Headers.Concat(mail.CustomArgs))
            Field(page, name, Encode(value));
        page.Append("</dl>");
        if (mail.Html is not null)
            page.Append(CultureInfo.InvariantCulture, $"<iframe sandbox title=\"HTML\" srcdoc=\"{Encode(mail.Html)}\"></iframe>");
        if (mail.Text is not null)
            page.Append(CultureInfo.InvariantCulture, $"<h2>Text</h2><pre>{Encode(mail.Text)}</pre>");
        return WriteAsync(response, mail.Subject, page, Style, Policy);
    }
}
