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
    string Identifier,
    CustomerId Customer,
    string Name,
    string Email,
    string? Phone,
    Profile Profile,
    IReadOnlyList<SiteId> Sites);
