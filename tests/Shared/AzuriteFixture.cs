namespace Dfm.Testing;

/// <summary>
/// Storage for a whole test assembly, in memory, with an account for each test that asks for one: tests share nothing but the processes.
/// Use it as an assembly fixture.
/// </summary>
/// <remarks>
/// Several Azurites, since one has a single thread, and looks through all tables of all its accounts for the one that it is asked for.
/// </remarks>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private const int Processes = 4;
    private readonly List<Azurite> azurites = [];
    private int taken;

    /// <summary>An account that nobody else has.</summary>
    public StorageAccount NewAccount()
    {
        var number = Interlocked.Increment(ref taken) - 1;
        return azurites[number % Processes].Account(number / Processes);
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() =>
        azurites.AddRange(await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => Azurite.StartAsync())));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var azurite in azurites) await azurite.DisposeAsync();
    }
}
