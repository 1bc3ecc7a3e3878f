using System.Buffers.Text;
using Dfm.Functions.Security;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Accounts.Sessions;

/// <summary>Limits how often passwords are tried, and mails asked for: by account, by device and by address.</summary>
public sealed class AttemptGate(IAccountStore accounts, Signatures signatures, IOptions<AuthOptions> options, TimeProvider clock)
{
    // Each conflict means that another attempt was stored, and five of them lock the account.
    private const int Races = 20;

    private readonly AttemptLimit limitOfAddress = AttemptLimit.OfAccount with { Count = options.Value.FailuresByAddress };

    /// <summary>Stores the attempt before the password is verified, so that concurrent guesses cannot exceed the limit.</summary>
    /// <param name="address">Null where the caller is known already.</param>
    /// <returns>What is stored of the account, or <c>too-many-attempts</c>.</returns>
    public async Task<Result<SignInRecord>> Admit(AttemptCounter counter, string? address, CancellationToken cancellationToken)
    {
        var fromAddress = address is null ? null : accounts.ReadAddress(Opaque(address), cancellationToken);
        for (var race = 0; race < Races; race++)
        {
            var known = await accounts.ReadForSignIn(counter.Identifier, cancellationToken);
            if (fromAddress is not null)
            {
                var ofAddress = limitOfAddress.Admit((await fromAddress).Attempts, clock.GetUtcNow());
                if (!ofAddress.IsSuccess && counter.IsBoundByAddress) return ofAddress.Problem;
            }

            var (attempts, version) = known.Of(counter.Device);
            var counted = AttemptLimit.OfAccount.Admit(attempts, clock.GetUtcNow());
            if (!counted.IsSuccess) return counted.Problem;
            if (await accounts.ReserveAttempt(counter, counted.Value, version, cancellationToken)) return known;
        }

        return AttemptLimit.TooMany(TimeSpan.FromSeconds(1));
    }

    /// <summary>Counts something from an address; <c>too-many-attempts</c> when it was one too many.</summary>
    public async Task<Problem?> Count(string address, CancellationToken cancellationToken)
    {
        var counted = Opaque(address);
        for (var race = 0; race < Races; race++)
        {
            var (attempts, version) = await accounts.ReadAddress(counted, cancellationToken);
            var then = limitOfAddress.Admit(attempts, clock.GetUtcNow());
            if (!then.IsSuccess) return then.Problem;
            if (await accounts.StoreAddress(counted, then.Value, version, cancellationToken)) return null;
        }

        return AttemptLimit.TooMany(TimeSpan.FromSeconds(1));
    }

    /// <summary>Stored addresses tell nobody who has tried to sign in: there are too few of them for a hash without a key.</summary>
    private string Opaque(string address) => Base64Url.EncodeToString(signatures.Sign("client address", address));
}
