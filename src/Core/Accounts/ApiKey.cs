namespace Dfm.Core.Accounts;

/// <summary>A key that DFM's staff or a machine calls with: <c>dfm_{id}_{secret}</c>. Its secret is stored as a hash only.</summary>
/// <param name="Id">Letters and digits.</param>
/// <param name="SecretHash">SHA-256 of the secret, base64url.</param>
/// <param name="Name">Whose it is, as journals show it, e.g. « Planning DFM ».</param>
/// <param name="Scopes">What it may do, e.g. <c>dits.read</c>.</param>
public sealed record ApiKey(string Id, string SecretHash, string Name, IReadOnlyList<string> Scopes);
