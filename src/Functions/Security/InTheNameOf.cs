namespace Dfm.Functions.Security;

/// <summary>Finds the user of a customer in whose name DFM's staff asks for something.</summary>
public static class InTheNameOf
{
    /// <summary>The user as a caller, with what the user may see; an error of the field <c>user</c> for one who may ask for nothing.</summary>
    public static async Task<Result<Caller>> Find(this IUserStore users, CustomerId customer, string? user, CancellationToken cancellationToken) =>
        UserId.TryParse(user, out var id) && await users.Find(customer, id, cancellationToken) is { IsOpen: true } found
            ? found.ToCaller()
            : Problem.Validation("user", "Indiquez un utilisateur du client, dont le compte est ouvert.");
}
