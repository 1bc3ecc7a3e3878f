namespace Dfm.Core.Notifications;

/// <summary>To DFM: a person of a customer asks for the own data to be erased.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Customer">The customer's id.</param>
public sealed record ErasureRequestedMail(
    string Name, string Email, string User, string Customer, string CustomerName, DateTimeOffset RequestedAt) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.ErasureRequested;
}
