using System.Globalization;
using Dfm.Core.Usage;
using Dfm.Functions.Outbox;

namespace Dfm.Functions.Usage.Storage;

/// <summary>The rows of the journal of use, in their customer's partition, newest first.</summary>
public static class UsageRows
{
    public const string At = "At";
    public const string By = "By";
    public const string User = "User";
    public const string Action = "Action";
    public const string Subject = "Subject";

    /// <summary>Stores a line once the command that it is of is stored.</summary>
    /// <param name="id">The command's id and the line's place in it, so that a repeated effect overwrites its own line.</param>
    public static OutboxEffect EffectOf(UsageEntry entry, string id) => OutboxEffect.StoreRow(UsageTables.Of(entry.At), RowOf(entry, id));

    public static StoredRow RowOf(UsageEntry entry, string id)
    {
        var columns = new Dictionary<string, string>
        {
            [At] = entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            [By] = entry.By,
            [Action] = entry.Action,
        };
        if (entry.User is { } user) columns[User] = user.Value;
        if (entry.Subject is { } subject) columns[Subject] = subject;
        return new(entry.Customer.Value, $"{DateTimeOffset.MaxValue.UtcTicks - entry.At.UtcTicks:D19}-{id}", columns);
    }
}
