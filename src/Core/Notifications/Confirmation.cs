using Dfm.Core.Accounts;

namespace Dfm.Core.Notifications;

/// <summary>The confirmations of commands on a DIT or an order.</summary>
public static class Confirmation
{
    /// <summary>One mail to the maker and, when another person of the customer acted, one to that person too.</summary>
    /// <param name="id">The id of the first mail; the second adds <c>-actor</c>.</param>
    /// <param name="maker">The person who raised the DIT or placed the order.</param>
    /// <param name="by">The author of the command.</param>
    public static IReadOnlyList<MailMessage> To<TModel>(string id, Person maker, Actor by, TModel model) where TModel : IMailModel
    {
        ArgumentNullException.ThrowIfNull(maker);
        ArgumentNullException.ThrowIfNull(by);
        var toMaker = MailMessage.Create(id, new MailRecipient(maker.Email, maker.Name), model);
        return by is { Kind: ActorKind.Customer, Email: { } email } && email != maker.Email
            ? [toMaker, MailMessage.Create($"{id}-actor", new MailRecipient(email, by.Name), model)]
            : [toMaker];
    }
}
