using System.Text.Json;

namespace Dfm.Core.Notifications;

/// <summary>A mail that a lifecycle asks for: what lies on the queue <c>emails</c>.</summary>
/// <param name="Id">Deterministic: asking twice for the same mail gives the same id, and it is sent once.</param>
/// <param name="Template">Which mail, e.g. <c>dit-registered</c>: the name of its templates.</param>
/// <param name="Recipient">To whom. Never logged.</param>
/// <param name="Model">What the template shows, as a JSON object in camelCase.</param>
public sealed record MailMessage(string Id, string Template, MailRecipient Recipient, JsonElement Model);

/// <summary>To whom a mail goes.</summary>
/// <param name="Email">Address.</param>
/// <param name="Name">Display name; may be empty.</param>
public sealed record MailRecipient(string Email, string Name);
