using System.Globalization;
using Azure.Data.Tables;
using Dfm.Core.Accounts;

namespace Dfm.Functions.Accounts;

/// <summary>The rows of the table <c>Accounts</c>.</summary>
internal static class AccountRows
{
    /// <summary>The key of an account's row.</summary>
    public const string AccountRow = "account";

    /// <summary>The key of the row of sign-in attempts.</summary>
    public const string AttemptsRow = "attempts";

    /// <summary>Begins the keys of sessions.</summary>
    public const string SessionRows = "session-";

    /// <summary>An account with the hash of its password.</summary>
    public static TableEntity ToRow(string key, Account account, string passwordHash) => new(key, AccountRow)
    {
        ["User"] = account.User.Value,
        ["Customer"] = account.Customer.Value,
        ["Identifier"] = account.Identifier.Value,
        ["Name"] = account.Name,
        ["Email"] = account.Email,
        ["Phone"] = account.Phone,
        ["Profile"] = account.Profile.ToString(),
        ["Sites"] = string.Join(' ', account.Sites.Select(site => site.Value)),
        ["PasswordHash"] = passwordHash,
    };

    /// <summary>The account in a row.</summary>
    public static Account ToAccount(TableEntity row) => new(
        UserId.Parse(row.GetString("User")),
        CustomerId.Parse(row.GetString("Customer")),
        LoginIdentifier.Parse(row.GetString("Identifier")),
        row.GetString("Name"),
        row.GetString("Email"),
        row.GetString("Phone"),
        Enum.Parse<Profile>(row.GetString("Profile")),
        [.. row.GetString("Sites").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(SiteId.Parse)]);

    /// <summary>The attempts of an account or an address.</summary>
    public static TableEntity ToRow(string key, SignInAttempts attempts) => new(key, AttemptsRow)
    {
        ["Times"] = string.Join(' ', attempts.Times.Select(time => time.UtcTicks.ToString(CultureInfo.InvariantCulture))),
    };

    /// <summary>The attempts in a row.</summary>
    public static SignInAttempts ToAttempts(TableEntity row) => new(
        [.. row.GetString("Times").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(ticks => new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero))]);

    /// <summary>A session.</summary>
    public static TableEntity ToRow(string key, Session session) => new(key, SessionRows + session.Id)
    {
        ["TokenHash"] = session.TokenHash,
        ["ExpiresAt"] = session.ExpiresAt,
    };

    /// <summary>The session in a row.</summary>
    public static Session ToSession(TableEntity row) =>
        new(row.RowKey[SessionRows.Length..], row.GetString("TokenHash"), row.GetDateTimeOffset("ExpiresAt")!.Value);
}
