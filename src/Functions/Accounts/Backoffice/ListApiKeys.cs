using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts.Backoffice;

/// <summary>The API keys of staff and machines, with when they were used last.</summary>
public sealed class ListApiKeys(IApiKeyStore keys)
{
    /// <summary>All of them, the newest first; revoked ones too.</summary>
    [Function(nameof(ListApiKeys)), Audience(Audience.Staff, Scope = ApiKeyScopes.Manage)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/api-keys")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var all = await keys.List(cancellationToken);
        return Results.Ok(new { Items = all.OrderByDescending(key => key.CreatedAt ?? DateTimeOffset.MinValue).Select(ApiKeyResponse.Of) });
    }
}
