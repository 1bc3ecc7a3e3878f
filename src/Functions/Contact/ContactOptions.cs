using System.ComponentModel.DataAnnotations;
using Dfm.Core.Contact;
using Dfm.Functions.Settings;

namespace Dfm.Functions.Contact;

/// <summary>The settings <c>Contact:*</c>.</summary>
public sealed class ContactOptions : ISettings
{
    /// <inheritdoc/>
    public static string Section => "Contact";

    /// <summary>
    /// Up to so many mebibytes in all the files travel with the service's mail. SendGrid takes 30 MB with all encodings, which is some 20
    /// of files; many companies' mail servers take less.
    /// </summary>
    [Range(0, 20)]
    public int MailFilesMebibytes { get; set; } = 10;

    public ContactPolicy ToPolicy() => new(MailFilesMebibytes * 1024L * 1024);
}
