using Dfm.Core.Usage;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Dfm.Functions.Usage.Storage;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Accounts;

/// <summary>Signs a customer's person in (manual, « Connexion »).</summary>
public sealed partial class Login(
    IAccountStore accounts,
    IUserStore users,
    ICustomerStore customers,
    AttemptGate gate,
    Passwords passwords,
    AccessTokens tokens,
    ClientAddress addresses,
    DeviceCookie devices,
    UsageJournal usage,
    TimeProvider clock,
    ILogger<Login> logger)
{
    private static readonly CustomerId NoCustomer = CustomerId.Parse("-");
    private static readonly UserId NoUser = UserId.Parse("-");

    // Each conflict means that the account was changed, or signed in to: more of them at once than a person has devices.
    private const int Races = 20;

    /// <summary><c>POST auth/login</c>: 200 with the access token and the cookie, 401 <c>invalid-credentials</c>, 429.</summary>
    [Function(nameof(Login)), Audience(Audience.Anyone)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/login")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var body = await JsonBody.Read<LoginBody>(request, cancellationToken);
        if (!body.IsSuccess) return body.Problem.ToHttp();
        var check = new FieldChecks();
        var identifier = check.Identifier(body.Value.Identifier);
        var password = check.Password("password", body.Value.Password);
        return check.Problem is { } problem
            ? problem.ToHttp()
            : await SignIn(request.HttpContext, identifier, password, cancellationToken);
    }

    private async Task<IResult> SignIn(HttpContext http, LoginIdentifier identifier, Password password, CancellationToken cancellationToken)
    {
        var address = addresses.Of(http.Request);
        var counter = new AttemptCounter(identifier, devices.Read(http.Request, accounts.KeyOf(identifier)));
        var admitted = await gate.Admit(counter, address, cancellationToken);
        if (!admitted.IsSuccess) return admitted.Problem.ToHttp();

        var known = admitted.Value;
        for (var race = 0; race < Races; race++)
        {
            // Of nobody where there is no account: every attempt does the same work.
            var finding = users.Find(known.Account?.Customer ?? NoCustomer, known.Account?.User ?? NoUser, cancellationToken);
            var (isRight, betterHash) = await passwords.Verify(known.PasswordHash, password, cancellationToken);
            var user = await finding;
            if (!isRight || user is not { IsOpen: true })
            {
                await gate.Count(address, cancellationToken);
                return AccountProblems.InvalidCredentials.ToHttp();
            }

            if (await Start(http, user, known, counter, betterHash, cancellationToken) is { } signedIn) return Results.Ok(signedIn);
            // The password was changed meanwhile, or the person has signed in on another device.
            known = await accounts.ReadForSignIn(identifier, cancellationToken);
        }

        return AccountProblems.Busy.ToHttp();
    }

    /// <summary>Starts a session; null when the account has changed since its password was verified.</summary>
    private async Task<SignedIn?> Start(
        HttpContext http, Account user, SignInRecord known, AttemptCounter counter, string? betterHash, CancellationToken cancellationToken)
    {
        var (key, now) = (accounts.KeyOf(counter.Identifier), clock.GetUtcNow());
        var token = RefreshToken.Start(key);
        var session = Session.Start(token.Session, token.Hash, now, DeviceName.Of(http.Request.Headers.UserAgent));
        var store = accounts.StoreSignIn(known.Succeed(counter, session, betterHash, now), cancellationToken);
        var customer = customers.Find(user.Customer, cancellationToken);
        if (!await store) return null;
        await Task.WhenAll(customer, Note(new(user.Customer, now, user.Name, user.User, UsageActions.SignedIn, Subject: null), cancellationToken));

        RefreshCookie.Set(http, token);
        devices.Renew(http, key);
        return tokens.SignIn(user, await customer, new(key, token.Session));
    }

    /// <summary>Nobody is kept out because the journal of use cannot be written.</summary>
    private async Task Note(UsageEntry signIn, CancellationToken cancellationToken)
    {
        try
        {
            await usage.Write(signIn, $"{Guid.NewGuid():N}", cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotNoted(failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A sign-in was not noted in the journal of use.")]
    private partial void LogNotNoted(Exception failure);

    private sealed record LoginBody(string? Identifier, string? Password)
    {
        public override string ToString() => nameof(LoginBody);
    }
}
