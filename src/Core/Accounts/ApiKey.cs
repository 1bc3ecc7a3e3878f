namespace Dfm.Core.Accounts;

/// <summary>An API key of DFM's staff or of a machine: <c>dfm_{id}_{secret}</c>. Only a hash of the secret is stored.</summary>
/// <param name="Id">Letters and digits.</param>
/// <param name="SecretHash">SHA-256 of the secret, base64url.</param>
/// <param name="Name">The owner, as shown in journals, e.g. « Planning DFM ».</param>
/// <param name="Scopes">The permissions, e.g. <c>dits.read</c>.</param>
public sealed record ApiKey(string Id, string SecretHash, string Name, IReadOnlyList<string> Scopes);
