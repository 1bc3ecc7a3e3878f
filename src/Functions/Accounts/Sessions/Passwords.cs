using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Accounts.Sessions;

/// <summary>
/// ASP.NET Core Identity's password hasher: PBKDF2 with HMAC-SHA512 at OWASP's current cost (Password Storage Cheat Sheet: 210,000).
/// </summary>
public sealed class Passwords : IDisposable
{
    /// <summary>The iterations of a new hash; a hash with fewer is replaced at the next sign-in.</summary>
    public const int Iterations = 210_000;

    private readonly PasswordHasher<Passwords> hasher =
        new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    // A hash takes about 0.1 s of CPU time: at least one core is left to the rest of the portal.
    private readonly SemaphoreSlim cores = new(Math.Max(1, Environment.ProcessorCount - 1));
    private readonly string nobodysHash;
    private int verified;

    /// <summary>Creates the hash that the password of an unknown identifier is verified against.</summary>
    public Passwords() => nobodysHash = hasher.HashPassword(this, Guid.NewGuid().ToString());

    /// <summary>The number of verifications, for tests that every sign-in does the same work.</summary>
    public int Verified => verified;

    public string Hash(Password password) => hasher.HashPassword(this, password.Value);

    /// <summary>The hash of a password that a person chooses, when there is a core for it.</summary>
    public Task<string> HashNew(Password password, CancellationToken cancellationToken) => OnACore(() => Hash(password), cancellationToken);

    /// <summary>Verifies a password. Without a hash the result is false, after the same work.</summary>
    /// <returns>Whether the password is right, and a better hash to store when the stored one has fewer iterations.</returns>
    public Task<(bool IsRight, string? BetterHash)> Verify(string? hash, Password password, CancellationToken cancellationToken) =>
        OnACore(() => Verify(hash, password), cancellationToken);

    public void Dispose() => cores.Dispose();

    private (bool IsRight, string? BetterHash) Verify(string? hash, Password password)
    {
        Interlocked.Increment(ref verified);
        var verdict = hasher.VerifyHashedPassword(this, hash ?? nobodysHash, password.Value);
        if (hash is null || verdict is PasswordVerificationResult.Failed) return (false, null);
        return (true, verdict is PasswordVerificationResult.SuccessRehashNeeded ? Hash(password) : null);
    }

    private async Task<T> OnACore<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await cores.WaitAsync(cancellationToken);
        try
        {
            return work();
        }
        finally
        {
            cores.Release();
        }
    }
}
