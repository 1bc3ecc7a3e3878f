namespace Dfm.Core.Accounts;

/// <summary>A person's account on the portal.</summary>
/// <param name="Identifier">The sign-in name (« identifiant »).</param>
/// <param name="Name">As shown in mails and journals.</param>
/// <param name="Phone">For the technician; empty when unknown.</param>
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
    /// <summary>Whether it can be used.</summary>
    public AccountState State { get; init; } = AccountState.Active;

    /// <summary>Whether nobody has closed it.</summary>
    public bool IsOpen => State is AccountState.Invited or AccountState.Active;

    /// <summary>The parts of the portal that an Utilisateur sees; a Superviseur sees all.</summary>
    public IReadOnlyList<Right> Rights { get; init; } = Accounts.Rights.OfUsers;

    /// <summary>The account, closed.</summary>
    public Account Deactivate() => State switch
    {
        AccountState.Active => this with { State = AccountState.Deactivated },
        AccountState.Invited => this with { State = AccountState.Withdrawn },
        _ => this,
    };

    /// <summary>The account, open again if it was closed: as it was before.</summary>
    public Account Reactivate() => State switch
    {
        AccountState.Deactivated => this with { State = AccountState.Active },
        AccountState.Withdrawn => this with { State = AccountState.Invited },
        _ => this,
    };

    /// <summary>The account of somebody who has set a password, so that an invitation is followed.</summary>
    public Account Activate() => State switch
    {
        AccountState.Invited => this with { State = AccountState.Active },
        AccountState.Withdrawn => this with { State = AccountState.Deactivated },
        _ => this,
    };

    /// <summary>The caller that the account signs in as.</summary>
    public Caller ToCaller() => new(User, Customer, Name, Email, Profile, AssignedSites()) { Rights = Rights };

    private IReadOnlyList<SiteId> AssignedSites() =>
        Profile is Profile.Supervisor ? [] : [.. Sites.OrderBy(site => site.Value, StringComparer.Ordinal)];
}
