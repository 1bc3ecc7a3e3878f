using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts.Backoffice;

/// <summary>Ends an API key, from its next request on.</summary>
public sealed class RevokeApiKey(IApiKeyStore keys, TimeProvider clock)
{
    /// <summary>204, also for one that has ended; 409 <c>api-key-in-use</c> for the key that asks, so that nobody locks everybody out.</summary>
    [Function(nameof(RevokeApiKey)), Audience(Audience.Staff, Scope = ApiKeyScopes.Manage)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "backoffice/api-keys/{id}")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!ApiKeyText.IsId(id) || await keys.Find(id, cancellationToken) is not { } key) return AuthProblems.ApiKeyNotFound.ToHttp();
        if (key.Id == context.Staff().Id) return AuthProblems.ApiKeyInUse.ToHttp();
        if (key.RevokedAt is null) await keys.Revoke(id, clock.GetUtcNow(), cancellationToken);
        return Results.NoContent();
    }
}
