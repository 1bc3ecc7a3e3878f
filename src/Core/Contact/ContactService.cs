using Dfm.Core.Accounts;

namespace Dfm.Core.Contact;

/// <summary>A service of DFM that customers can write to (manual, chapter 8); the list is data.</summary>
/// <param name="Code">Stable, e.g. <c>sav</c>.</param>
/// <param name="Label">In French.</param>
/// <param name="Email">Where its mails go.</param>
/// <param name="Profiles">Who may write to it; for others it does not exist.</param>
/// <param name="Order">Position in the list, ascending.</param>
public sealed record ContactService(string Code, string Label, string Email, IReadOnlyList<Profile> Profiles, int Order)
{
    /// <summary>Whether the caller may write to the service.</summary>
    public bool IsOpenTo(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Profiles.Contains(caller.Profile);
    }
}
