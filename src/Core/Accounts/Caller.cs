namespace Dfm.Core.Accounts;

/// <summary>A signed-in person of a customer, as described by the access token.</summary>
/// <param name="Customer">Every query is bound to this customer.</param>
/// <param name="Name">As shown in mails and journals.</param>
/// <param name="Sites">The sites assigned to a user, sorted; empty for a supervisor, who sees all.</param>
public sealed record Caller(
    UserId User,
    CustomerId Customer,
    string Name,
    string Email,
    Profile Profile,
    IReadOnlyList<SiteId> Sites)
{
    /// <summary>The parts of the portal that an Utilisateur sees; see <see cref="May"/>.</summary>
    public IReadOnlyList<Right> Rights { get; init; } = Accounts.Rights.OfUsers;

    /// <summary>Where the person signed in; null in a ticket.</summary>
    public SessionKey? Session { get; init; }

    /// <summary>DFM's staff, where it asks for what a customer's people ask for: one who sees all of that customer.</summary>
    /// <param name="key">The API key; its id has the format of a user's.</param>
    public static Caller OfStaff(CustomerId customer, ApiKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(UserId.Parse(key.Id), customer, key.Name, "", Profile.Supervisor, []);
    }

    /// <summary>Whether the caller may see what is located at <paramref name="site"/>.</summary>
    public bool MaySee(SiteId site) => Profile is Profile.Supervisor || Sites.Contains(site);

    /// <summary>Whether that part of the portal is open to the caller.</summary>
    public bool May(Right right) => Profile is Profile.Supervisor || Rights.Contains(right);

    /// <summary>The caller as the author of a command.</summary>
    public Actor ToActor() => Person.Of(this).ToActor();
}
