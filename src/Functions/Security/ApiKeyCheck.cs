namespace Dfm.Functions.Security;

/// <summary>Checks the API keys of staff and machines: one point read, so that a deleted key is refused at once.</summary>
public sealed class ApiKeyCheck(IApiKeyStore keys)
{
    /// <summary>The key in the header, if it has <paramref name="scope"/>.</summary>
    /// <returns>The key, or <c>api-key-required</c>, <c>api-key-invalid</c>, <c>scope-missing</c>.</returns>
    public async ValueTask<Result<ApiKey>> Check(string header, string scope, CancellationToken cancellationToken)
    {
        if (header.Length == 0) return AuthProblems.ApiKeyRequired;
        if (!ApiKeyText.TryParse(header, out var id, out var secret)) return AuthProblems.ApiKeyInvalid;
        var key = await keys.Find(id, cancellationToken);
        if (key is null || !Secrets.Matches(secret, key.SecretHash)) return AuthProblems.ApiKeyInvalid;
        return key.Scopes.Contains(scope) ? key : AuthProblems.ScopeMissing(scope);
    }
}
