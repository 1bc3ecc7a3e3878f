namespace Dfm.Core.Accounts;

/// <summary>A person's account on the portal.</summary>
/// <param name="User">The account's id.</param>
/// <param name="Customer">The customer that the person belongs to.</param>
/// <param name="Identifier">What the person signs in with (« identifiant »).</param>
/// <param name="Name">The person's name, as mails and journals show it.</param>
/// <param name="Email">Where confirmations go.</param>
/// <param name="Phone">Where a technician reaches the person; empty when unknown.</param>
/// <param name="Profile">Supervisor or user.</param>
/// <param name="Sites">The sites assigned to a user; empty for a supervisor, who sees all.</param>
public sealed record Account(
    UserId User,
    CustomerId Customer,
    LoginIdentifier Identifier,
    string Name,
    string Email,
    string Phone,
    Profile Profile,
    IReadOnlyList<SiteId> Sites)
{
    /// <summary>The account as the caller of a function.</summary>
    public Caller ToCaller() => new(User, Customer, Name, Email, Profile, AssignedSites());

    private IReadOnlyList<SiteId> AssignedSites() =>
        Profile is Profile.Supervisor ? [] : [.. Sites.OrderBy(site => site.Value, StringComparer.Ordinal)];
}
