namespace Dfm.Core.Accounts;

/// <summary>A customer's person who is signed in, with what the access token says of them.</summary>
/// <param name="User">The account.</param>
/// <param name="Customer">The customer that the account belongs to: every query is bound to it.</param>
/// <param name="Name">The person's name, as mails and journals show it.</param>
/// <param name="Email">Where confirmations go.</param>
/// <param name="Profile">Supervisor or user.</param>
/// <param name="Sites">The sites assigned to a user, sorted; empty for a supervisor, who sees all.</param>
public sealed record Caller(
    UserId User,
    CustomerId Customer,
    string Name,
    string Email,
    Profile Profile,
    IReadOnlyList<SiteId> Sites)
{
    /// <summary>Whether this person may see what stands on <paramref name="site"/>.</summary>
    public bool MaySee(SiteId site) => Profile is Profile.Supervisor || Sites.Contains(site);
}
