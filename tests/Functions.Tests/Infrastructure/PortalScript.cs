using System.Diagnostics;
using System.Text;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary><c>./portal up</c> with ports and a data folder of its own.</summary>
public sealed class PortalScript : IAsyncDisposable
{
    private readonly StringBuilder output = new();
    private TaskCompletionSource running = new();
    private readonly int[] ports;
    private Process? process;

    /// <summary>A script that has not been started yet.</summary>
    public PortalScript() => ports = FreePorts.Take(4);

    /// <summary>Where its portal is.</summary>
    public Uri Address => new($"http://localhost:{ports[0]}");

    /// <summary>Where everything is stored; goes with this object.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("portal-up-").FullName;

    /// <summary>What it has printed.</summary>
    public string Output
    {
        get
        {
            lock (output) return output.ToString();
        }
    }

    /// <summary>Starts it and waits until it says that the portal runs.</summary>
    public async Task UpAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(RepositoryRoot.PathOf("portal"), ["up"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PORT"] = $"{ports[0]}",
                ["BLOB_PORT"] = $"{ports[1]}",
                ["QUEUE_PORT"] = $"{ports[2]}",
                ["TABLE_PORT"] = $"{ports[3]}",
                ["PORTAL_DATA"] = Data,
            },
        };
        running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var ended = process.WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(running.Task, ended) == ended) throw new InvalidOperationException($"./portal up ended:\n{Output}");
    }

    /// <summary>Stops it as Ctrl-C does, and waits until all of it has ended.</summary>
    public async Task StopAsync()
    {
        if (process is not { HasExited: false }) return;
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        process?.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private void Read(string? line)
    {
        lock (output) output.AppendLine(line);
        if (line?.Contains("Ctrl-C", StringComparison.Ordinal) == true) running.TrySetResult();
    }
}
