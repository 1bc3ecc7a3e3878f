using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Accounts;

/// <summary>Signs a customer's person in (manual, « Connexion »).</summary>
public sealed class Login(
    IAccountStore accounts,
    ICustomerStore customers,
    Passwords passwords,
    AccessTokens tokens,
    ClientAddress addresses,
    DeviceCookie devices,
    IOptions<AuthOptions> options,
    TimeProvider clock)
{
    // Each conflict means that another attempt was stored, and five of them lock the account.
    private const int Races = 20;

    private readonly AttemptLimit limitOfAddress = AttemptLimit.OfAccount with { Count = options.Value.FailuresByAddress };

    /// <summary><c>POST auth/login</c>: 200 with the access token and the cookie, 401 <c>invalid-credentials</c>, 429.</summary>
    [Function(nameof(Login)), Audience(Audience.Anyone)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/login")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var body = await JsonBody.Read<LoginBody>(request, cancellationToken);
        if (!body.IsSuccess) return body.Problem.ToHttp();
        var check = new FieldChecks();
        var identifier = Identifier(check, body.Value.Identifier);
        var password = PasswordOf(check, body.Value.Password);
        return check.Problem is { } problem
            ? problem.ToHttp()
            : await SignIn(request.HttpContext, identifier, password, cancellationToken);
    }

    private static LoginIdentifier Identifier(FieldChecks check, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) check.Refuse("identifier", "Saisissez votre identifiant.");
        if (!LoginIdentifier.TryParse(text, out var identifier)) check.Refuse("identifier", "Cet identifiant n'est pas valide.");
        return identifier;
    }

    private static Password PasswordOf(FieldChecks check, string? text)
    {
        if (string.IsNullOrEmpty(text)) check.Refuse("password", "Saisissez votre mot de passe.");
        if (!Password.TryParse(text, out var password))
            check.Refuse("password", "Ce mot de passe contient des caractères invisibles : saisissez-le sans le coller.");
        return password;
    }

    private async Task<IResult> SignIn(HttpContext http, LoginIdentifier identifier, Password password, CancellationToken cancellationToken)
    {
        var address = addresses.Of(http.Request);
        var key = accounts.KeyOf(identifier);
        var counter = new AttemptCounter(identifier, devices.Read(http.Request, key));
        var admitted = await Admit(counter, address, cancellationToken);
        if (!admitted.IsSuccess) return admitted.Problem.ToHttp();

        var known = admitted.Value;
        var (isRight, betterHash) = await passwords.Verify(known.PasswordHash, password, cancellationToken);
        if (!isRight || known.Account is null)
        {
            await CountFailure(address, cancellationToken);
            return AccountProblems.InvalidCredentials.ToHttp();
        }

        var now = clock.GetUtcNow();
        var token = RefreshToken.Start(key);
        var session = Session.Start(token.Session, token.Hash, now);
        var store = accounts.StoreSignIn(known.Succeed(counter, session, betterHash, now), cancellationToken);
        var customer = customers.Find(known.Account.Customer, cancellationToken);
        await Task.WhenAll(store, customer);

        RefreshCookie.Set(http, token);
        devices.Renew(http, key);
        return Results.Ok(tokens.SignIn(known.Account, await customer));
    }

    /// <summary>Stores the attempt before the password is verified, so that concurrent guesses cannot exceed the limit.</summary>
    private async Task<Result<SignInRecord>> Admit(AttemptCounter counter, string address, CancellationToken cancellationToken)
    {
        var fromAddress = accounts.ReadAddress(address, cancellationToken);
        for (var race = 0; race < Races; race++)
        {
            var known = await accounts.ReadForSignIn(counter.Identifier, cancellationToken);
            var ofAddress = limitOfAddress.Admit((await fromAddress).Attempts, clock.GetUtcNow());
            if (!ofAddress.IsSuccess && counter.IsBoundByAddress) return ofAddress.Problem;
            var (attempts, version) = known.Of(counter.Device);
            var counted = AttemptLimit.OfAccount.Admit(attempts, clock.GetUtcNow());
            if (!counted.IsSuccess) return counted.Problem;
            if (await accounts.ReserveAttempt(counter, counted.Value, version, cancellationToken)) return known;
        }

        return AttemptLimit.TooMany(TimeSpan.FromSeconds(1));
    }

    private async Task CountFailure(string address, CancellationToken cancellationToken)
    {
        for (var race = 0; race < Races; race++)
        {
            var (attempts, version) = await accounts.ReadAddress(address, cancellationToken);
            var counted = limitOfAddress.Admit(attempts, clock.GetUtcNow());
            if (!counted.IsSuccess || await accounts.StoreAddress(address, counted.Value, version, cancellationToken)) return;
        }
    }

    private sealed record LoginBody(string? Identifier, string? Password)
    {
        public override string ToString() => nameof(LoginBody);
    }
}
