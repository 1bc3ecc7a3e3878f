namespace Dfm.Core.Accounts;

/// <summary>What a signed-in person may do, by stable English names for the front-end; the functions' audiences enforce the same.</summary>
public static class Rights
{
    private static readonly (Right Right, string[] Names)[] Named =
    [
        (Right.Dits, ["dits.read", "dits.raise", "dits.message", "dits.cancel"]),
        (Right.Orders, ["orders.read", "orders.place", "orders.cancel"]),
        (Right.Readings, ["meters.read", "meters.enter"]),
        (Right.Contact, ["contact.send"]),
        (Right.Invoices, ["invoices.read"]),
    ];

    private static readonly string[] OfSupervisors = ["orders.approve", "orders.settings", "users.manage"];

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<Right> All { get; } = [Right.Dits, Right.Orders, Right.Readings, Right.Invoices, Right.Contact];

    /// <summary>Those of an Utilisateur to whom no Superviseur has given others: all but invoices.</summary>
    public static IReadOnlyList<Right> OfUsers { get; } = [Right.Dits, Right.Orders, Right.Readings, Right.Contact];

    /// <summary>What the caller may do.</summary>
    public static IReadOnlyList<string> Of(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var own = Named.Where(one => caller.May(one.Right)).SelectMany(one => one.Names);
        return ["assets.read", .. own, .. caller.Profile is Profile.Supervisor ? OfSupervisors : []];
    }
}
