using System.Security.Cryptography;
using System.Text;
using Dfm.Core.Accounts;

namespace Dfm.Core.Imports;

/// <summary>A line of <c>users.csv</c>: a person's account, without its password.</summary>
/// <param name="Identifier">What the person signs in with.</param>
/// <param name="Customer">The customer that the account belongs to.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Email">Where mails go.</param>
/// <param name="Phone">Phone number, null where none is known.</param>
/// <param name="Profile">Supervisor or user.</param>
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
    /// <summary>The account. Its id is a hash of the identifier: importing again means the same person, and the id names nobody.</summary>
    public Account ToAccount() => new(
        UserId.Parse(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Identifier.Value)))[..32]),
        Customer, Identifier, Name, Email, Phone ?? "", Profile, Sites);
}
