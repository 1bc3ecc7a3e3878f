namespace Dfm.Functions.Accounts;

/// <summary>The answer to a sign-in and to a refresh; the refresh token goes in the cookie.</summary>
/// <param name="AccessToken">To send as <c>Authorization: Bearer</c>.</param>
/// <param name="ExpiresIn">How long it is good, in seconds.</param>
/// <param name="User">Who is signed in.</param>
internal sealed record SignedIn(string AccessToken, int ExpiresIn, MeAnswer User);
