using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Security;

/// <summary>Checks the API keys of staff and machines: one point read, so that a revoked key is refused at once.</summary>
public sealed partial class ApiKeyCheck(IApiKeyStore keys, TimeProvider clock, ILogger<ApiKeyCheck> logger)
{
    /// <summary>The key in the header, if it has <paramref name="scope"/>.</summary>
    /// <returns>The key, or <c>api-key-required</c>, <c>api-key-invalid</c>, <c>scope-missing</c>.</returns>
    public async ValueTask<Result<ApiKey>> Check(string header, string scope, CancellationToken cancellationToken)
    {
        if (header.Length == 0) return AuthProblems.ApiKeyRequired;
        if (!ApiKeyText.TryParse(header, out var id, out var secret)) return AuthProblems.ApiKeyInvalid;
        var key = await keys.Find(id, cancellationToken);
        if (key is null or { RevokedAt: not null } || !Secrets.Matches(secret, key.SecretHash)) return AuthProblems.ApiKeyInvalid;
        return key.Scopes.Contains(scope) ? key : AuthProblems.ScopeMissing(scope);
    }

    /// <summary>Notes the use of a key, once an hour at most. Beside the request, which neither waits for storage nor fails with it.</summary>
    public async Task NoteUse(ApiKey key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!key.IsUseNews(now)) return;
        try
        {
            await keys.NoteUse(key.Id, now, cancellationToken);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogNotNoted(failure, key.Id);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The use of API key {Key} was not noted.")]
    private partial void LogNotNoted(Exception failure, string key);
}
