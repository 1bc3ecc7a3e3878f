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
    private const int MostFormer = 20;

    /// <summary>Whether it can be used.</summary>
    public AccountState State { get; init; } = AccountState.Active;

    /// <summary>Whether nobody has closed it.</summary>
    public bool IsOpen => State is AccountState.Invited or AccountState.Active;

    /// <summary>The parts of the portal that an Utilisateur sees; a Superviseur sees all.</summary>
    public IReadOnlyList<Right> Rights { get; init; } = Accounts.Rights.OfUsers;

    /// <summary>What the person was called before, the latest last: what is older than a change still says so.</summary>
    public IReadOnlyList<string> FormerNames { get; init; } = [];

    /// <summary>The mail addresses and telephone numbers of before, the latest last.</summary>
    public IReadOnlyList<string> FormerContacts { get; init; } = [];

    /// <summary>The account, knowing what <paramref name="before"/>, which it takes the place of, said of the person.</summary>
    public Account Succeeding(Account before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return this with
        {
            FormerNames = Former(before.FormerNames, [before.Name], [Name]),
            FormerContacts = Former(before.FormerContacts, [before.Email, before.Phone], [Email, Phone]),
        };
    }

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

    private static IReadOnlyList<string> Former(IEnumerable<string> known, IEnumerable<string> before, IEnumerable<string> now) =>
        [.. known.Concat(before).Where(text => text.Length > 0).Except(now).Distinct().TakeLast(MostFormer)];

    private IReadOnlyList<SiteId> AssignedSites() =>
        Profile is Profile.Supervisor ? [] : [.. Sites.OrderBy(site => site.Value, StringComparer.Ordinal)];
}
