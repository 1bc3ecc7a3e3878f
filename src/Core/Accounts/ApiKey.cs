namespace Dfm.Core.Accounts;

/// <summary>An API key of DFM's staff or of a machine: <c>dfm_{id}_{secret}</c>. Only a hash of the secret is stored.</summary>
/// <param name="Id">Letters and digits.</param>
/// <param name="SecretHash">SHA-256 of the secret, base64url.</param>
/// <param name="Name">The owner, as shown in journals, e.g. « Planning DFM ».</param>
/// <param name="Scopes">The permissions, e.g. <c>dits.read</c>.</param>
public sealed record ApiKey(string Id, string SecretHash, string Name, IReadOnlyList<string> Scopes)
{
    /// <summary>A use is written down when the last one that was is older than this.</summary>
    public static readonly TimeSpan UseNotedEvery = TimeSpan.FromHours(1);

    /// <summary>When it was created; null for the first one, which comes with the portal.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The name of the key that created it; null for the first one.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it was used last, to within <see cref="UseNotedEvery"/>; null when it was not.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>From then on it opens nothing; null while it is good.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Whether a use at <paramref name="now"/> is to be written down.</summary>
    public bool IsUseNews(DateTimeOffset now) => UsedAt is not { } last || now - last >= UseNotedEvery;
}
