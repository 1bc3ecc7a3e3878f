using System.Diagnostics;

namespace Dfm.Testing;

/// <summary>A storage emulator as a process of its own, in memory.</summary>
internal sealed class Azurite : IAsyncDisposable
{
    private const int Accounts = 200;

    // Ends with the tests, even with killed ones: their end of the pipe closes, and so does Azurite.
    private const string Launcher = "process.stdin.resume().on('end', () => process.exit(0)); require(process.argv[1])";

    private readonly string key = Convert.ToBase64String(Guid.NewGuid().ToByteArray());
    private readonly StoragePorts ports;
    private readonly Process process;

    private Azurite()
    {
        var free = FreePorts.Take(3);
        ports = new StoragePorts(free[0], free[1], free[2]);
        process = Process.Start(Command())!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts one, and waits until it can be called.</summary>
    public static async Task<Azurite> StartAsync()
    {
        var azurite = new Azurite();
        foreach (var port in new[] { azurite.ports.Blob, azurite.ports.Queue, azurite.ports.Table }) await azurite.ListensAsync(port);
        return azurite;
    }

    /// <summary>One of its accounts.</summary>
    /// <param name="number">Which, from 0.</param>
    /// <exception cref="InvalidOperationException">It has not so many.</exception>
    public StorageAccount Account(int number) => number < Accounts
        ? new StorageAccount(NameOf(number), key, ports)
        : throw new InvalidOperationException($"More than {Accounts} accounts of one emulator were asked for: raise the constant.");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static string NameOf(int number) => $"test{number:d4}";

    private ProcessStartInfo Command() => new("node")
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["AZURITE_ACCOUNTS"] = string.Join(';', Enumerable.Range(0, Accounts).Select(n => $"{NameOf(n)}:{key}")) },
        ArgumentList =
        {
            "-e", Launcher, Path.Combine(RepositoryRoot.NodePackage("azurite"), "dist", "src", "azurite.js"),
            "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--inMemoryPersistence",
            "--blobHost", "127.0.0.1", "--blobPort", $"{ports.Blob}",
            "--queueHost", "127.0.0.1", "--queuePort", $"{ports.Queue}",
            "--tableHost", "127.0.0.1", "--tablePort", $"{ports.Table}",
        },
    };

    private async Task ListensAsync(int port)
    {
        var waited = Stopwatch.StartNew();
        while (!FreePorts.Listens(port))
        {
            if (process.HasExited || waited.Elapsed > Patience.Longest)
                throw new InvalidOperationException($"The storage emulator does not listen on port {port}.");
            await Task.Delay(50);
        }
    }
}
