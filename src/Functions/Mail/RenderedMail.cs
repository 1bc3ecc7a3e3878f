using Dfm.Core.Notifications;

namespace Dfm.Functions.Mail;

/// <summary>What a recipient reads.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Html">A whole HTML document.</param>
/// <param name="Text">The same in plain text.</param>
/// <param name="Model">What it was rendered from.</param>
public sealed record RenderedMail(string Subject, string Html, string Text, IMailModel Model);
