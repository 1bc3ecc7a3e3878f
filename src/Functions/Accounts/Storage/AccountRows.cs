using System.Globalization;
using Azure.Data.Tables;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Accounts.Storage;

/// <summary>The rows of the table <c>Accounts</c>.</summary>
public static class AccountRows
{
    public const string AccountRow = "account";

    /// <summary>The attempts of unknown devices, or from an address.</summary>
    public const string AttemptsRow = "attempts";

    /// <summary>The key prefix of the attempts of known devices.</summary>
    public const string DeviceRows = "attempts-";

    /// <summary>The key prefix of sessions.</summary>
    public const string SessionRows = "session-";

    /// <summary>The link by which the password can be set. In the range of what a sign-in reads.</summary>
    public const string LinkRow = "password-link";

    /// <summary>What a row says of a person.</summary>
    public static TableEntity Of(string partition, string rowKey, Account account) => new(partition, rowKey)
    {
        ["User"] = account.User.Value,
        ["Customer"] = account.Customer.Value,
        ["Identifier"] = account.Identifier.Value,
        ["Name"] = account.Name,
        ["Email"] = account.Email,
        ["Phone"] = account.Phone,
        ["Profile"] = account.Profile.ToString(),
        ["Sites"] = string.Join(' ', account.Sites.Select(site => site.Value)),
    };

    public static Account ToAccount(TableEntity row) => new(
        UserId.Parse(row.GetString("User")),
        CustomerId.Parse(row.GetString("Customer")),
        LoginIdentifier.Parse(row.GetString("Identifier")),
        row.GetString("Name"),
        row.GetString("Email"),
        row.GetString("Phone"),
        Enum.Parse<Profile>(row.GetString("Profile")),
        [.. row.GetString("Sites").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(SiteId.Parse)]);

    /// <summary>The row of a known device, or of all unknown ones for null.</summary>
    public static string RowOf(string? device) => device is null ? AttemptsRow : DeviceRows + device;

    public static TableEntity ToRow(string key, SignInAttempts attempts, string? device = null) => new(key, RowOf(device))
    {
        ["Times"] = string.Join(' ', attempts.Times.Select(time => time.UtcTicks.ToString(CultureInfo.InvariantCulture))),
    };

    public static SignInAttempts ToAttempts(TableEntity row) => new(
        [.. row.GetString("Times").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(ticks => new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero))]);

    public static TableEntity ToRow(string key, Session session) => new(key, SessionRows + session.Id)
    {
        ["TokenHash"] = session.TokenHash,
        ["ExpiresAt"] = session.ExpiresAt,
        ["RefreshedAt"] = session.RefreshedAt,
        ["StartedAt"] = session.StartedAt,
        ["Device"] = session.Device,
    };

    public static Session ToSession(TableEntity row) => new(
        row.RowKey[SessionRows.Length..],
        row.GetString("TokenHash"),
        row.GetDateTimeOffset("ExpiresAt")!.Value,
        row.GetDateTimeOffset("RefreshedAt"))
    {
        StartedAt = row.GetDateTimeOffset("StartedAt"),
        Device = row.GetString("Device") ?? DeviceName.Unknown,
    };

    public static TableEntity ToRow(string key, PasswordLink link) => new TableEntity(key, LinkRow).With(RowJson.Data, RowJson.Text(link));
}
