namespace Dfm.Core.Accounts;

/// <summary>Names a session.</summary>
/// <param name="Account">The account's key in storage, which does not reveal the identifier.</param>
/// <param name="Id">The session's id.</param>
public sealed record SessionKey(string Account, string Id);
