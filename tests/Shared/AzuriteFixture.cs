using System.Diagnostics;
using System.Net.Sockets;

namespace Dfm.Testing;

/// <summary>
/// One Azurite for a whole test assembly, in memory, with an account for each test that asks for one: tests share nothing
/// but the process. Use it as an assembly fixture.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private const int Accounts = 600;

    // Ends with the tests, even with killed ones: their end of the pipe closes, and so does Azurite.
    private const string Launcher = "process.stdin.resume().on('end', () => process.exit(0)); require(process.argv[1])";

    private readonly string key = Convert.ToBase64String(Guid.NewGuid().ToByteArray());
    private Process? process;
    private int taken;

    /// <summary>Where Azurite listens.</summary>
    public StoragePorts Ports { get; private set; } = new(0, 0, 0);

    /// <summary>An account that nobody else has.</summary>
    public StorageAccount NewAccount()
    {
        var number = Interlocked.Increment(ref taken);
        return number <= Accounts
            ? new StorageAccount(NameOf(number), key, Ports)
            : throw new InvalidOperationException($"More than {Accounts} accounts were asked for: raise the constant.");
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var ports = FreePorts.Take(3);
        Ports = new StoragePorts(ports[0], ports[1], ports[2]);
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AZURITE_ACCOUNTS"] = string.Join(';', Enumerable.Range(1, Accounts).Select(n => $"{NameOf(n)}:{key}")) },
        };
        string[] arguments =
        [
            "-e", Launcher, Path.Combine(RepositoryRoot.NodePackage("azurite"), "dist", "src", "azurite.js"),
            "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--inMemoryPersistence",
            "--blobHost", "127.0.0.1", "--blobPort", $"{Ports.Blob}",
            "--queueHost", "127.0.0.1", "--queuePort", $"{Ports.Queue}",
            "--tableHost", "127.0.0.1", "--tablePort", $"{Ports.Table}",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        foreach (var port in ports) await ListensAsync(port);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (process is null) return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static string NameOf(int number) => $"test{number:d4}";

    private async Task ListensAsync(int port)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException) when (waited.Elapsed < TimeSpan.FromSeconds(60) && !process!.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }
}
