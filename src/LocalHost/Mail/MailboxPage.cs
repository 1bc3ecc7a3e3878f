using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using static Dfm.LocalHost.Pages.LocalPage;

namespace Dfm.LocalHost.Mail;

/// <summary>The mailbox as HTML. What a mail says is shown as text, its HTML part in a frame that runs no script.</summary>
internal static class MailboxPage
{
    /// <summary>Writes the list.</summary>
    public static Task WriteListAsync(HttpResponse response, IReadOnlyList<KeptMail> mails)
    {
        var table = Table(
            mails,
            _ => false,
            ("Sent (UTC)", mail => Time(mail.SentAt)),
            ("To", mail => Encode(string.Join(", ", mail.To))),
            ("Subject", mail => Link($"/local/mailbox/{mail.Id}", mail.Subject)));
        return WriteAsync(response, "Mailbox", new StringBuilder("<h1>Mailbox</h1>").Append(table));
    }

    /// <summary>Writes one mail.</summary>
    public static Task WriteMailAsync(HttpResponse response, KeptMail mail)
    {
        var page = new StringBuilder($"<p>{Link("/local/mailbox", "Mailbox")}</p><h1>{Encode(mail.Subject)}</h1><dl>");
        foreach (var (name, value) in JsonSerializer.SerializeToNode(mail with { Html = null, Text = null }, MailStore.Json)!.AsObject())
            Field(page, name, value is null ? "" : Code(value.ToJsonString(MailStore.Json)));
        Field(page, "files", string.Join(", ", mail.Attachments.Index().Where(file => file.Item.Size <= MailStore.LargestFile)
            .Select(file => Link($"/local/mailbox/{mail.Id}/files/{file.Index}", file.Item.Name))));
        page.Append("</dl>");
        if (mail.Html is not null)
            page.Append(CultureInfo.InvariantCulture, $"<iframe sandbox title=\"HTML\" srcdoc=\"{Encode(mail.Html)}\"></iframe>");
        if (mail.Text is not null)
            page.Append(CultureInfo.InvariantCulture, $"<h2>Text</h2><pre>{Encode(mail.Text)}</pre>");
        return WriteAsync(response, mail.Subject, page, "img-src data: https:; frame-src 'self'; form-action 'none'");
    }
}
