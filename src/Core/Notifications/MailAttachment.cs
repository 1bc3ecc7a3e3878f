namespace Dfm.Core.Notifications;

/// <summary>A file of a DIT or of a contact request, as listed in mails. Its content stays on the portal.</summary>
/// <param name="Size">In bytes.</param>
public sealed record MailAttachment(string Name, long Size);
