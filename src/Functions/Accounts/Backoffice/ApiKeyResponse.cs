namespace Dfm.Functions.Accounts.Backoffice;

/// <summary>An API key, without its secret.</summary>
public sealed record ApiKeyResponse(
    string Id,
    string Name,
    IReadOnlyList<string> Scopes,
    DateTimeOffset? CreatedAt,
    string? CreatedBy,
    DateTimeOffset? UsedAt,
    DateTimeOffset? RevokedAt)
{
    public static ApiKeyResponse Of(ApiKey key) => new(key.Id, key.Name, key.Scopes, key.CreatedAt, key.CreatedBy, key.UsedAt, key.RevokedAt);
}
