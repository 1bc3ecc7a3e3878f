using Dfm.Functions.Accounts.Responses;

namespace Dfm.Functions.Accounts.Sessions;

/// <summary>The response to a sign-in and to a refresh; the refresh token is in the cookie.</summary>
/// <param name="AccessToken">Sent as <c>Authorization: Bearer</c>.</param>
/// <param name="ExpiresIn">Lifetime in seconds.</param>
public sealed record SignedIn(string AccessToken, int ExpiresIn, MeResponse User);
