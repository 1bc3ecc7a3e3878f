namespace Dfm.Core.Notifications;

/// <summary>A file joined to a DIT, as mails list it. The file itself stays on the portal.</summary>
/// <param name="Name">The name that the customer gave it.</param>
/// <param name="Size">Bytes.</param>
public sealed record MailAttachment(string Name, long Size);
