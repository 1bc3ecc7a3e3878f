using System.Buffers.Text;
using Dfm.Functions.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts.Backoffice;

/// <summary>Creates an API key, which is shown this once.</summary>
public sealed class CreateApiKey(IApiKeyStore keys, AudienceRules rules, Signatures signatures, TimeProvider clock)
{
    private const string Purpose = "api key";
    private const int IdLength = 20;
    private const int MaxName = 60;
    private const int MaxScopes = 50;

    /// <summary>
    /// 201 with the key. Its id comes from the Idempotency-Key and its secret, by HMAC, from the id: so the same request gets the same key, and no
    /// stored response keeps it in clear. 403 <c>scope-missing</c> for a scope that the caller's own key does not have.
    /// </summary>
    [Function(nameof(CreateApiKey)), Audience(Audience.Staff, Scope = ApiKeyScopes.Manage)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/api-keys")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var asked = await CommandRequest.Read<Body, Asked>(request, context, Check, cancellationToken);
        if (!asked.IsSuccess) return asked.Problem.ToHttp();
        var (name, scopes) = asked.Value.Input;
        if (scopes.FirstOrDefault(scope => !context.Staff().Scopes.Contains(scope)) is { } foreign) return AuthProblems.ScopeMissing(foreign).ToHttp();

        var id = asked.Value.Conditions.Idempotency?.Hash[..IdLength] ?? Guid.NewGuid().ToString("N")[..IdLength];
        var text = $"dfm_{id}_{Base64Url.EncodeToString(signatures.Sign(Purpose, id))}";
        var key = ApiKeyText.ToStore(text, name, scopes) with { CreatedAt = clock.GetUtcNow(), CreatedBy = context.StaffName() };
        if (!await keys.Add(key, cancellationToken) && await keys.Find(id, cancellationToken) is { } first)
        {
            if (first.Name != name || !first.Scopes.SequenceEqual(scopes)) return IdempotencyRecord.OtherBody.ToHttp();
            key = first;
        }

        return Results.Json(new { key.Id, key.Name, key.Scopes, key.CreatedAt, Key = text }, statusCode: StatusCodes.Status201Created);
    }

    private Result<Asked> Check(Body body)
    {
        var check = new FieldChecks();
        var name = check.Required("name", body.Name, MaxName, "Saisissez à qui est la clé.");
        var scopes = check.Lines("scopes", body.Scopes, MaxScopes)?.Distinct().Order(StringComparer.Ordinal).ToList() ?? [];
        if (scopes.Count == 0) check.Refuse("scopes", "Choisissez au moins un droit.");
        if (scopes.Exists(scope => !rules.Scopes.Contains(scope))) check.Refuse("scopes", $"Valeurs possibles : {string.Join(", ", rules.Scopes)}.");
        return check.ResultOf(new Asked(name, scopes));
    }

    private sealed record Body(string? Name, IReadOnlyList<string>? Scopes);

    private sealed record Asked(string Name, IReadOnlyList<string> Scopes);
}
