namespace Dfm.Core.Accounts;

/// <summary>What a signed-in person may do, for the front-end; the functions' audiences enforce the same.</summary>
public static class Rights
{
    private static readonly IReadOnlyList<string> OfUsers =
    [
        "assets.read", "dits.read", "dits.raise", "dits.message", "dits.cancel", "orders.read", "orders.place", "orders.cancel",
        "meters.read", "meters.enter", "contact.send",
    ];

    private static readonly IReadOnlyList<string> OfSupervisors = [.. OfUsers, "orders.approve", "orders.settings", "users.manage", "invoices.read"];

    /// <summary>The rights of a profile, as stable English names.</summary>
    public static IReadOnlyList<string> Of(Profile profile) => profile is Profile.Supervisor ? OfSupervisors : OfUsers;
}
