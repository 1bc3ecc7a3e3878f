using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Accounts;

/// <summary>
/// Passwords: ASP.NET Core Identity's hasher, PBKDF2 with HMAC-SHA512 at OWASP's current cost (Password Storage Cheat Sheet: 210,000).
/// </summary>
public sealed class Passwords : IDisposable
{
    /// <summary>The iterations of a new hash; an older, cheaper one is replaced at the next sign-in.</summary>
    public const int Iterations = 210_000;

    private readonly PasswordHasher<Passwords> hasher =
        new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    // A hash costs a core about a tenth of a second: the rest of the portal keeps at least one.
    private readonly SemaphoreSlim cores = new(Math.Max(1, Environment.ProcessorCount - 1));
    private readonly string nobodysHash;
    private int verified;

    /// <summary>Makes the hash that an unknown identifier's password is held against.</summary>
    public Passwords() => nobodysHash = Hash(Guid.NewGuid().ToString());

    /// <summary>How many passwords have been held against a hash: tests see by it that every sign-in does the same work.</summary>
    internal int Verified => verified;

    /// <summary>The hash to store for a password.</summary>
    public string Hash(string password) => hasher.HashPassword(this, password);

    /// <summary>Whether the password is the hash's. Without a hash it never is, after the same work.</summary>
    /// <returns>Whether it is, and a better hash to store when the stored one is of an older, cheaper kind.</returns>
    public async Task<(bool IsRight, string? BetterHash)> Verify(string? hash, string password, CancellationToken cancellationToken)
    {
        await cores.WaitAsync(cancellationToken);
        try
        {
            Interlocked.Increment(ref verified);
            var verdict = hasher.VerifyHashedPassword(this, hash ?? nobodysHash, password);
            if (hash is null || verdict is PasswordVerificationResult.Failed) return (false, null);
            return (true, verdict is PasswordVerificationResult.SuccessRehashNeeded ? Hash(password) : null);
        }
        finally
        {
            cores.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => cores.Dispose();
}
