using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>The built function app as a process of its own, which a test may kill at any moment and start again.</summary>
public sealed class PortalProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();

    private PortalProcess(Process process, Uri address)
    {
        this.process = process;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Calls the portal.</summary>
    public HttpClient Client { get; }

    /// <summary>The process' id.</summary>
    public int Id => process.Id;

    /// <summary>What it has written to its console so far.</summary>
    public IReadOnlyCollection<string> Output => output;

    /// <summary>True once it has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Starts the portal on a free port over <paramref name="storage"/> and waits until it is healthy.</summary>
    /// <param name="storage">Its storage account.</param>
    /// <param name="settings">Further settings, or others than the usual ones.</param>
    /// <param name="port">Its port, where a test starts it again at the same address; a free one without.</param>
    public static async Task<PortalProcess> StartAsync(
        StorageAccount storage, IReadOnlyDictionary<string, string>? settings = null, int? port = null)
    {
        var own = port ?? FreePorts.Take(1)[0];
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { RepositoryRoot.PathOf("src", "Functions", "bin", RepositoryRoot.Configuration, "net10.0", "Dfm.Functions.dll") },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in PortalSettings.For(storage, own)) start.Environment[name] = value;
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var portal = new PortalProcess(Process.Start(start)!, new Uri($"http://127.0.0.1:{own}"));
        portal.Listen();
        await portal.HealthyAsync();
        return portal;
    }

    /// <summary>Ends it at once, as a power cut would: nothing of it runs any further.</summary>
    public void Kill()
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
    }

    /// <summary>Asks it to end (SIGTERM), waits until it has, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillWithTests;
        Kill();
        process.Dispose();
        Client.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Listen()
    {
        AppDomain.CurrentDomain.ProcessExit += KillWithTests;
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void KillWithTests(object? sender, EventArgs args) => Kill();

    private async Task HealthyAsync()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (process.HasExited || waited.Elapsed > TimeSpan.FromSeconds(60))
            {
                var log = string.Join('\n', output);
                await DisposeAsync();
                throw new InvalidOperationException($"The portal did not start:\n{log}");
            }

            try
            {
                using var answer = await Client.GetAsync(new Uri("/api/health", UriKind.Relative));
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(25);
        }
    }
}
