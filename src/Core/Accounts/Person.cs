namespace Dfm.Core.Accounts;

/// <summary>A customer's person in the story of a DIT or an order.</summary>
/// <param name="User">The account.</param>
/// <param name="Name">The name that journals show.</param>
/// <param name="Email">Where mails go. Never logged.</param>
public sealed record Person(UserId User, string Name, string Email)
{
    /// <summary>The person who is calling.</summary>
    public static Person Of(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new(caller.User, caller.Name, caller.Email);
    }
}
