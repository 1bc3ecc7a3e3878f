using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Dfm.Functions.Security;

/// <summary>
/// Access tokens: JWTs with all claims that a customer's request needs, so that authentication requires no read. Changes of an account take
/// effect when the token is refreshed, after <see cref="Lifetime"/> at the latest.
/// </summary>
public sealed class AccessTokens
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const string Issuer = "dfm-portal";
    private const string Scheme = "Bearer ";

    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    private readonly SigningCredentials credentials;
    private readonly TokenValidationParameters parameters;
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
    }

    public string Issue(Caller caller)
    {
        var now = clock.GetUtcNow();
        return handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            IssuedAt = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            SigningCredentials = credentials,
            Claims = new Dictionary<string, object>
            {
                [Claim.User] = caller.User.Value,
                [Claim.Customer] = caller.Customer.Value,
                [Claim.Name] = caller.Name,
                [Claim.Email] = caller.Email,
                [Claim.Profile] = caller.Profile.ToString(),
                [Claim.Sites] = string.Join(' ', caller.Sites.Select(site => site.Value)),
            },
        });
    }

    /// <summary>Reads the caller from the <c>Authorization</c> header.</summary>
    /// <returns>The caller, or <c>sign-in-required</c>, <c>token-invalid</c>, <c>token-expired</c>.</returns>
    public async ValueTask<Result<Caller>> Read(string authorization)
    {
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return AuthProblems.SignInRequired;
        var validated = await handler.ValidateTokenAsync(authorization[Scheme.Length..].Trim(), parameters);
        if (!validated.IsValid || validated.SecurityToken is not JsonWebToken token || !TryReadCaller(token, out var caller))
            return AuthProblems.TokenInvalid;
        return token.ValidTo <= clock.GetUtcNow().UtcDateTime ? AuthProblems.TokenExpired : caller;
    }

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
            userId, customerId, name, email, profile, [.. sites.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(SiteId.Parse)]);
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
    }
}
