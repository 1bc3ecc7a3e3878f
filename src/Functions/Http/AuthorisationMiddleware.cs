using Dfm.Functions.Security;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Dfm.Functions.Http;

/// <summary>Enforces a function's <see cref="AudienceAttribute"/>; without one every caller is refused.</summary>
public sealed class AuthorisationMiddleware(AudienceRules rules, AccessTokens tokens, ApiKeyCheck apiKeys) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var rule = rules.For(context.FunctionDefinition);
        var http = context.GetHttpContext();
        if (http is null != rule.Audience is Audience.Platform)
            throw new InvalidOperationException($"{context.FunctionDefinition.Name}: {rule.Audience} does not fit its trigger.");

        var refusal = rule.Audience switch
        {
            Audience.Platform or Audience.Anyone => null,
            Audience.Customer or Audience.Supervisor => await AdmitCustomer(context, http!, rule.Audience),
            Audience.Staff => await AdmitStaff(context, http!, rule.Scope!),
            _ => throw new InvalidOperationException($"Who is {rule.Audience}?"),
        };
        if (refusal is null) await next(context);
        else Refuse(context, http!, rule, refusal);
    }

    private async ValueTask<Problem?> AdmitCustomer(FunctionContext context, HttpContext http, Audience audience)
    {
        var caller = await tokens.Read(http.Request.Headers.Authorization.ToString());
        if (!caller.IsSuccess) return caller.Problem;
        if (audience is Audience.Supervisor && caller.Value.Profile is not Core.Accounts.Profile.Supervisor)
            return AuthProblems.SupervisorRequired;
        context.SetCaller(caller.Value);
        return null;
    }

    private async ValueTask<Problem?> AdmitStaff(FunctionContext context, HttpContext http, string scope)
    {
        var key = await apiKeys.Check(http.Request.Headers["X-Api-Key"].ToString(), scope, context.CancellationToken);
        if (!key.IsSuccess) return key.Problem;
        context.SetStaff(key.Value);
        return null;
    }

    private static void Refuse(FunctionContext context, HttpContext http, AudienceAttribute rule, Problem refusal)
    {
        if (refusal.Kind is ProblemKind.Unauthenticated && rule.Audience is Audience.Staff) http.Response.Headers.WWWAuthenticate = "ApiKey";
        context.GetInvocationResult().Value = refusal.ToHttp();
    }
}
