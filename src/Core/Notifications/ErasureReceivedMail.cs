namespace Dfm.Core.Notifications;

/// <summary>To a person who has asked for the own data to be erased: the request has come to DFM.</summary>
public sealed record ErasureReceivedMail(string Name, string CustomerName, DateTimeOffset RequestedAt) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.ErasureReceived;

    /// <inheritdoc/>
    public string PagePath => "/account/data";
}
