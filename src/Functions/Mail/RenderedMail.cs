namespace Dfm.Functions.Mail;

/// <summary>What a recipient reads.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Html">A whole HTML document.</param>
/// <param name="Text">The same in plain text.</param>
public sealed record RenderedMail(string Subject, string Html, string Text);
