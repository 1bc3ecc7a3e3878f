using Dfm.Core.Accounts;

namespace Dfm.Core.Imports;

/// <summary>A line of <c>users.csv</c>: a person's account, without its password.</summary>
/// <param name="Phone">Null when unknown.</param>
/// <param name="Sites">The sites assigned to a user; empty for a supervisor.</param>
public sealed record UserRecord(
    LoginIdentifier Identifier,
    CustomerId Customer,
    string Name,
    string Email,
    string? Phone,
    Profile Profile,
    IReadOnlyList<SiteId> Sites)
{
    /// <summary>The account. Its id is a hash of the identifier, so it is stable across imports and does not reveal the person.</summary>
    public Account ToAccount() => new(
        UserId.Of(Identifier), Customer, Identifier, Name, Email, Phone ?? "", Profile, Sites);
}
