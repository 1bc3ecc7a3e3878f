namespace Dfm.Core.Notifications;

/// <summary>To the sender of a mail that became a DIT or a message: which of its files were not taken.</summary>
/// <param name="Number">The number of the DIT or the order.</param>
/// <param name="IsOrder">Whether it is an order.</param>
/// <param name="Files">Named with the reason; at least one.</param>
public sealed record InboundFilesMail(string Number, bool IsOrder, IReadOnlyList<WithheldFile> Files) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.InboundFiles;

    /// <inheritdoc/>
    public MailTopic? Topic => new(IsOrder ? MailTopicKind.Order : MailTopicKind.Dit, Number);
}
