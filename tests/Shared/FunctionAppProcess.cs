using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Dfm.Testing;

/// <summary>A built function app as a process of its own, which a test may kill at any moment and start again.</summary>
public sealed class FunctionAppProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();

    private FunctionAppProcess(Process process, Uri address)
    {
        this.process = process;
        Client = new HttpClient { BaseAddress = address, Timeout = Patience.Longest };
    }

    /// <summary>Calls the app.</summary>
    public HttpClient Client { get; }

    /// <summary>The process' id.</summary>
    public int Id => process.Id;

    /// <summary>What it has written to its console so far.</summary>
    public IReadOnlyCollection<string> Output => output;

    /// <summary>True once it has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Starts an app; <see cref="HealthyAsync"/> waits until it can be called.</summary>
    /// <param name="assembly">The path of its assembly.</param>
    /// <param name="port">Its port, which it must have among its settings.</param>
    /// <param name="settings">Its settings, as environment variables.</param>
    public static FunctionAppProcess Start(string assembly, int port, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { assembly },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var app = new FunctionAppProcess(Process.Start(start)!, new Uri($"http://127.0.0.1:{port}"));
        app.Listen();
        return app;
    }

    /// <summary>Waits until the app answers at <c>/api/health</c>.</summary>
    /// <exception cref="InvalidOperationException">It has ended, or does not answer within <see cref="Patience.Longest"/>.</exception>
    public async Task HealthyAsync()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (process.HasExited || waited.Elapsed > Patience.Longest)
                throw new InvalidOperationException($"The app did not start:\n{string.Join('\n', output)}");
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
}
