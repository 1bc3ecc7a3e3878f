using Dfm.Functions.Security;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Dfm.Functions.Http;

/// <summary>Enforces a function's <see cref="AudienceAttribute"/>; without one every caller is refused.</summary>
public sealed class AuthorisationMiddleware(AudienceRules rules, AccessTokens tokens, IUserStore users, ApiKeyCheck apiKeys)
    : IFunctionsWorkerMiddleware
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
            Audience.Customer when rule.AcceptsTicket && TicketOf(http!) is { } ticket => await AdmitTicket(context, ticket, rule),
            Audience.Customer or Audience.Supervisor => await AdmitCustomer(context, http!, rule),
            Audience.Staff => await AdmitStaff(context, http!, rule.Scope!),
            _ => throw new InvalidOperationException($"Who is {rule.Audience}?"),
        };
        if (refusal is not null) Refuse(context, http!, rule, refusal);
        else if (rule.Audience is Audience.Staff) await Task.WhenAll(next(context), apiKeys.NoteUse(context.Staff(), context.CancellationToken));
        else await next(context);
    }

    private async ValueTask<Problem?> AdmitCustomer(FunctionContext context, HttpContext http, AudienceAttribute rule)
    {
        var signedIn = await tokens.Read(http.Request.Headers.Authorization.ToString());
        if (!signedIn.IsSuccess) return signedIn.Problem;
        var caller = await Current(signedIn.Value, rule, AuthProblems.TokenInvalid, context.CancellationToken);
        if (!caller.IsSuccess) return caller.Problem;
        context.SetCaller(caller.Value);
        return null;
    }

    /// <summary>The caller as the Superviseur has it now: one point read, so that what is taken away is gone with the next request.</summary>
    /// <param name="unknown">The refusal of whoever is no user any more.</param>
    private async ValueTask<Result<Caller>> Current(
        Caller signedIn, AudienceAttribute rule, Problem unknown, CancellationToken cancellationToken)
    {
        var user = await users.Find(signedIn.Customer, signedIn.User, cancellationToken);
        if (user is not { IsOpen: true }) return unknown;
        var caller = user.ToCaller() with { Session = signedIn.Session };
        if (rule.Audience is Audience.Supervisor && caller.Profile is not Core.Accounts.Profile.Supervisor) return AuthProblems.SupervisorRequired;
        return rule.Right is { } right && !caller.May(right) ? AuthProblems.RightMissing : caller;
    }

    /// <summary>An access token goes before a ticket.</summary>
    private static string? TicketOf(HttpContext http) =>
        http.Request.Headers.Authorization.Count == 0 ? http.Request.Cookies[Ticket.Cookie] : null;

    private async ValueTask<Problem?> AdmitTicket(FunctionContext context, string text, AudienceAttribute rule)
    {
        var ticket = await tokens.ReadTicket(text);
        if (!ticket.IsSuccess) return ticket.Problem;
        var caller = await Current(ticket.Value.Caller, rule, AuthProblems.TicketInvalid, context.CancellationToken);
        if (!caller.IsSuccess) return caller.Problem;
        context.SetTicket(ticket.Value with { Caller = caller.Value });
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
