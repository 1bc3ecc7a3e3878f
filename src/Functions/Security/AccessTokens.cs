using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Dfm.Functions.Security;

/// <summary>
/// Access tokens: JWTs that name the caller. What the caller may do is read with each request, so that a change takes effect with the next one.
/// </summary>
public sealed class AccessTokens
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>How long a ticket opens its document.</summary>
    public static readonly TimeSpan TicketLifetime = TimeSpan.FromMinutes(1);

    private const string Issuer = "dfm-portal";

    /// <summary>Of tickets: none is taken for an access token, nor the other way round.</summary>
    private const string Tickets = "dfm-portal-ticket";
    private const string Scheme = "Bearer ";

    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    private readonly SigningCredentials credentials;
    private readonly TokenValidationParameters parameters;
    private readonly TokenValidationParameters ticketParameters;
    private readonly TimeProvider clock;

    public AccessTokens(IOptions<AuthOptions> options, TimeProvider clock)
    {
        this.clock = clock;
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(options.Value.SigningKey));
        credentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256);
        parameters = new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidIssuer = Issuer,
            ValidAudience = Issuer,
            // Read() checks the lifetime itself: with the injected clock, and to distinguish an expired token from a forged one.
            ValidateLifetime = false,
        };
        ticketParameters = parameters.Clone();
        ticketParameters.ValidAudience = Tickets;
    }

    public string Issue(Caller caller) => Issue(
        Issuer, Lifetime, caller.Session is { } session ? ClaimsOf(caller).Append(new(Claim.Session, $"{session.Account}.{session.Id}")) : ClaimsOf(caller));

    /// <summary>A ticket: lets its bearer open one document as <paramref name="caller"/>, for <see cref="TicketLifetime"/>.</summary>
    public string IssueTicket(Caller caller, string document) =>
        Issue(Tickets, TicketLifetime, ClaimsOf(caller).Append(new(Claim.Document, document)));

    /// <summary>Reads the caller from the <c>Authorization</c> header.</summary>
    /// <returns>The caller, or <c>sign-in-required</c>, <c>token-invalid</c>, <c>token-expired</c>.</returns>
    public async ValueTask<Result<Caller>> Read(string authorization)
    {
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return AuthProblems.SignInRequired;
        var validated = await handler.ValidateTokenAsync(authorization[Scheme.Length..].Trim(), parameters);
        if (!validated.IsValid || validated.SecurityToken is not JsonWebToken token || !TryReadCaller(token, out var caller))
            return AuthProblems.TokenInvalid;
        return HasExpired(token) ? AuthProblems.TokenExpired : caller;
    }

    /// <summary>Reads a ticket: who opens which document; <c>ticket-invalid</c> when it was not issued, or too long ago.</summary>
    public async ValueTask<Result<Ticket>> ReadTicket(string text)
    {
        var validated = await handler.ValidateTokenAsync(text, ticketParameters);
        return validated.IsValid && validated.SecurityToken is JsonWebToken token && !HasExpired(token)
            && TryReadCaller(token, out var caller) && token.TryGetPayloadValue(Claim.Document, out string document)
                ? new Ticket(caller, document)
                : AuthProblems.TicketInvalid;
    }

    private static IEnumerable<KeyValuePair<string, object>> ClaimsOf(Caller caller) =>
    [
        new(Claim.User, caller.User.Value),
        new(Claim.Customer, caller.Customer.Value),
        new(Claim.Name, caller.Name),
        new(Claim.Email, caller.Email),
        new(Claim.Profile, caller.Profile.ToString()),
        new(Claim.Sites, string.Join(' ', caller.Sites.Select(site => site.Value))),
    ];

    private string Issue(string audience, TimeSpan lifetime, IEnumerable<KeyValuePair<string, object>> claims)
    {
        var now = clock.GetUtcNow();
        return handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            IssuedAt = now.UtcDateTime,
            Expires = (now + lifetime).UtcDateTime,
            SigningCredentials = credentials,
            Claims = claims.ToDictionary(),
        });
    }

    private bool HasExpired(JsonWebToken token) => token.ValidTo <= clock.GetUtcNow().UtcDateTime;

    private static bool TryReadCaller(JsonWebToken token, [NotNullWhen(true)] out Caller? caller)
    {
        caller = null;
        if (!token.TryGetPayloadValue(Claim.User, out string user) || !UserId.TryParse(user, out var userId)
            || !token.TryGetPayloadValue(Claim.Customer, out string customer) || !CustomerId.TryParse(customer, out var customerId)
            || !token.TryGetPayloadValue(Claim.Name, out string name)
            || !token.TryGetPayloadValue(Claim.Email, out string email)
            || !token.TryGetPayloadValue(Claim.Profile, out string profileName) || !Enum.TryParse(profileName, out Profile profile)
            || !token.TryGetPayloadValue(Claim.Sites, out string sites))
            return false;
        caller = new Caller(
            userId, customerId, name, email, profile, [.. sites.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(SiteId.Parse)])
        {
            Session = token.TryGetPayloadValue(Claim.Session, out string session) && session.Split('.') is [var account, var id] ? new(account, id) : null,
        };
        return true;
    }

    // Short names: the token is sent with every request.
    private static class Claim
    {
        public const string User = "sub";
        public const string Customer = "cus";
        public const string Name = "nam";
        public const string Email = "eml";
        public const string Profile = "pro";
        public const string Sites = "sit";
        public const string Document = "doc";
        public const string Session = "ses";
    }
}
