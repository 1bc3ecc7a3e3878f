using Dfm.Functions.Accounts.Commands;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts;

/// <summary>Changes the password of the signed-in person.</summary>
public sealed class ChangePassword(PasswordCommandHandler passwords)
{
    /// <summary>204; the person's other sessions have ended. The present password is asked for, as often as at a sign-in.</summary>
    [Function(nameof(ChangePassword)), Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "me/password")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var body = await JsonBody.Read<ChangePasswordBody>(request, cancellationToken);
        if (!body.IsSuccess) return body.Problem.ToHttp();
        var check = new FieldChecks();
        var current = check.Password("currentPassword", body.Value.CurrentPassword);
        var next = check.Password("newPassword", body.Value.NewPassword);
        if (check.Problem is { } problem) return problem.ToHttp();
        if (context.Caller().Session is not { } session) return AuthProblems.TokenInvalid.ToHttp();
        var outcome = await passwords.Change(session, current, next, cancellationToken);
        return outcome.ToHttp(_ => Results.NoContent());
    }

    private sealed record ChangePasswordBody(string? CurrentPassword, string? NewPassword)
    {
        public override string ToString() => nameof(ChangePasswordBody);
    }
}
