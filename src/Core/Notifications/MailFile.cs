namespace Dfm.Core.Notifications;

/// <summary>A stored file that travels with a mail.</summary>
/// <param name="Blob">Where its content is, as the portal has named it.</param>
/// <param name="Name">The name that the recipient saves it under.</param>
public sealed record MailFile(string Blob, string Name, string ContentType);
