namespace Dfm.Functions.Users.Responses;

/// <summary>A user as the Superviseur sees it.</summary>
/// <param name="Identifier">What the person signs in with.</param>
/// <param name="Phone">Empty when unknown.</param>
/// <param name="Sites">Of an Utilisateur; a Superviseur sees all.</param>
/// <param name="Rights">The parts of the portal that are open to the person.</param>
public sealed record UserResponse(
    UserId Id,
    string Identifier,
    string Name,
    string Email,
    string Phone,
    Profile Profile,
    AccountState State,
    IReadOnlyList<SiteId> Sites,
    IReadOnlyList<Right> Rights)
{
    public static UserResponse Of(Account user) => new(
        user.User,
        user.Identifier.Value,
        user.Name,
        user.Email,
        user.Phone,
        user.Profile,
        user.State,
        user.Sites,
        user.Profile is Profile.Supervisor ? Core.Accounts.Rights.All : user.Rights);
}
