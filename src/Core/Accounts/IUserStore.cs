namespace Dfm.Core.Accounts;

/// <summary>The users of customers: who they are, what they may do, and whether they still may.</summary>
public interface IUserStore
{
    /// <summary>A user; null when the customer has none of this id. One point read.</summary>
    Task<Account?> Find(CustomerId customer, UserId user, CancellationToken cancellationToken);

    /// <summary>All users of a customer, by name; one range query.</summary>
    Task<IReadOnlyList<Account>> List(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>
    /// The users, of any customers, who have this mail address; few. Only those who have signed in with it, or whom the ERP knows: whoever is
    /// merely invited may be a stranger.
    /// </summary>
    Task<IReadOnlyList<Account>> FindByEmail(string email, CancellationToken cancellationToken);

    /// <summary>The Superviseurs of a customer; one point read.</summary>
    Task<IReadOnlyList<Person>> Supervisors(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>Creates or replaces a user, for the import. What a Superviseur has decided of it (rights, state) is kept.</summary>
    Task Save(Account account, CancellationToken cancellationToken);
}
