using Dfm.Functions.Accounts.Effects;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Accounts;

/// <summary>« Mot de passe oublié » : asks for a mail with a link that sets another.</summary>
public sealed class ForgotPassword(
    CommandPipeline pipeline, IAccountStore accounts, AttemptGate gate, ClientAddress addresses, TimeProvider clock)
{
    /// <summary>
    /// 202 for every identifier, after the same work: whether there is such an account is looked up behind the queue, where the link is
    /// made. 429 for an address that asks too often.
    /// </summary>
    [Function(nameof(ForgotPassword)), Audience(Audience.Anyone)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/forgot-password")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var body = await JsonBody.Read<ForgotPasswordBody>(request, cancellationToken);
        if (!body.IsSuccess) return body.Problem.ToHttp();
        var check = new FieldChecks();
        var identifier = check.Identifier(body.Value.Identifier);
        if (check.Problem is { } problem) return problem.ToHttp();
        // Apart from the sign-ins that failed from there.
        if (await gate.Count($"forgotten {addresses.Of(request)}", cancellationToken) is { } refusal) return refusal.ToHttp();

        var account = accounts.KeyOf(identifier);
        var effect = PasswordLinkEffect.Of(new(account, Guid.NewGuid(), PasswordLinkKind.Reset, clock.GetUtcNow()));
        await using var execution = pipeline.Begin(TableNames.Accounts, account);
        var outcome = await execution.Run(Ask, () => AccountProblems.Busy, idempotency: null);
        return outcome.ToHttp(_ => Results.StatusCode(StatusCodes.Status202Accepted));

        Task<Result<bool>> Ask(UnitOfWork unit)
        {
            unit.Follow(effect);
            return Task.FromResult<Result<bool>>(true);
        }
    }

    private sealed record ForgotPasswordBody(string? Identifier)
    {
        public override string ToString() => nameof(ForgotPasswordBody);
    }
}
