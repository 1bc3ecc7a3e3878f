using Dfm.Functions.Accounts.Commands;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts;

/// <summary>Sets a password by the link of a mail: after « Mot de passe oublié », or at the first sign-in.</summary>
public sealed class ResetPassword(PasswordCommandHandler passwords, AttemptGate gate, ClientAddress addresses)
{
    /// <summary>
    /// 200 with the identifier to sign in with; all sessions have ended. The link is used up. 429 for an address that has tried too many links
    /// that are worth nothing.
    /// </summary>
    [Function(nameof(ResetPassword)), Audience(Audience.Anyone)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/reset-password")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var body = await JsonBody.Read<ResetPasswordBody>(request, cancellationToken);
        if (!body.IsSuccess) return body.Problem.ToHttp();
        var check = new FieldChecks();
        if (string.IsNullOrWhiteSpace(body.Value.Token)) check.Refuse("token", "Ouvrez le lien reçu par mail.");
        var password = check.Password("password", body.Value.Password);
        if (check.Problem is { } problem) return problem.ToHttp();
        if (!PasswordTokens.TryParse(body.Value.Token, out var token) || !await passwords.IsGood(token, cancellationToken))
            return await LinkInvalid(request, cancellationToken);
        var outcome = await passwords.SetByLink(token, password, cancellationToken);
        return outcome.ToHttp(account => Results.Ok(new { Identifier = account.Identifier.Value }));
    }

    /// <summary>Apart from the sign-ins that failed from there.</summary>
    private async Task<IResult> LinkInvalid(HttpRequest request, CancellationToken cancellationToken)
    {
        var refusal = await gate.Count($"link {addresses.Of(request)}", cancellationToken);
        return (refusal ?? AccountProblems.LinkInvalid).ToHttp();
    }

    private sealed record ResetPasswordBody(string? Token, string? Password)
    {
        public override string ToString() => nameof(ResetPasswordBody);
    }
}
