namespace Dfm.Core.Accounts;

/// <summary>
/// What a sign-in is counted by: the device, where the account has signed in before, or all other devices together. So a stranger's guesses
/// lock out other strangers, not the owner (OWASP, « Slow Down Online Guessing Attacks with Device Cookies »).
/// </summary>
/// <param name="Identifier">Need not exist.</param>
/// <param name="Device">The id of a known device, random and proven by its cookie; null for all others.</param>
public sealed record AttemptCounter(LoginIdentifier Identifier, string? Device)
{
    /// <summary>
    /// Whether the failures from the address count as well: not for a known device, which may share its address with the stranger. Its own
    /// counter bounds what can be guessed from it.
    /// </summary>
    public bool IsBoundByAddress => Device is null;
}
