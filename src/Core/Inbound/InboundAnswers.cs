using System.Security.Cryptography;
using System.Text;
using Dfm.Core.Accounts;
using Dfm.Core.Notifications;
using Dfm.Core.Parc;

namespace Dfm.Core.Inbound;

/// <summary>The mails that answer mails. Their ids are derived from what they answer, so enqueueing is idempotent.</summary>
public static class InboundAnswers
{
    /// <summary>So many assets are listed.</summary>
    public const int MostAssets = 20;

    private const int LongestQuote = 2_000;
    private const int MostFiles = 20;

    /// <summary>
    /// A person is answered about the same thing but once in a quarter of an hour: whatever answers whatever, two machines cannot go on. The id
    /// says so, for a mail of the same id goes out once.
    /// </summary>
    private static readonly TimeSpan AnsweredOnceIn = TimeSpan.FromMinutes(15);

    /// <summary>Asks which asset a mail is about.</summary>
    /// <param name="named">The assets that it names.</param>
    /// <param name="own">Some of the person's assets, one more than <see cref="MostAssets"/> where there are more.</param>
    public static MailMessage AskForAsset(InboundRecord record, Account person, IReadOnlyList<Asset> named, IReadOnlyList<Asset> own)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(own);
        var mail = record.Mail!;
        var shown = named.Count > 0 ? named : own;
        var model = new InboundAssetsMail(
            mail.Subject,
            named.Count,
            [.. shown.Take(MostAssets).Select(Shown)],
            own.Count > MostAssets || named.Count > MostAssets,
            MailText.Cut(mail.Text.Written, LongestQuote));
        return Answer($"inbound-assets-{Short($"{person.Customer} {person.User}")}-{Quarter(record)}", mail, person.Email, person.Name, model);
    }

    /// <summary>Tells which files of a mail were not taken.</summary>
    /// <param name="topic">What the mail became a part of.</param>
    /// <param name="refused">At least one.</param>
    public static MailMessage TellRefusedFiles(InboundRecord record, Person person, MailTopic topic, IReadOnlyList<RefusedFile> refused)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(topic);
        var files = refused.Take(MostFiles).Select(file => new WithheldFile(file.Name, file.Reason));
        var model = new InboundFilesMail(topic.Number, topic.Kind is MailTopicKind.Order, [.. files]);
        return Answer(
            $"inbound-files-{Short($"{person.User} {topic.Kind} {topic.Number}")}-{Quarter(record)}", record.Mail!, person.Email, person.Name, model);
    }

    private static MailMessage Answer<TModel>(string id, InboundMail mail, string email, string name, TModel model)
        where TModel : IMailModel => MailMessage.Create(id, new MailRecipient(email, name), model) with { InReplyTo = mail.MessageId };

    private static InboundAsset Shown(Asset asset) => new(
        asset.Id.Value, $"{asset.Make} {asset.Model}, {asset.Designation}", asset.SerialNumber, $"{asset.SiteName}, {asset.Location}".Trim(' ', ','));

    private static long Quarter(InboundRecord record) => record.ReceivedAt.UtcTicks / AnsweredOnceIn.Ticks;

    /// <summary>Ids hold no personal data.</summary>
    private static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
