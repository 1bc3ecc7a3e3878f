using System.Diagnostics;
using System.Text;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary><c>./portal up</c> with ports and a data folder of its own.</summary>
public sealed class PortalScript : IAsyncDisposable
{
    private static readonly string[] Variables = ["PORT", "BLOB_PORT", "QUEUE_PORT", "TABLE_PORT"];

    private readonly StringBuilder output = new();
    private TaskCompletionSource running = new();
    private readonly Dictionary<string, int> ports;
    private readonly string programs = Directory.CreateTempSubdirectory("portal-programs-").FullName;
    private Process? process;

    /// <summary>A script that has not been started yet.</summary>
    public PortalScript() =>
        ports = Variables.Zip(FreePorts.Take(Variables.Length)).ToDictionary();

    /// <summary>Where its portal is.</summary>
    public Uri Address => new($"http://localhost:{Ports["PORT"]}");

    /// <summary>Its ports, by the names of their environment variables.</summary>
    public IReadOnlyDictionary<string, int> Ports => ports;

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
        var ended = Start().WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(running.Task, ended) == ended) throw new InvalidOperationException($"./portal up ended:\n{Output}");
    }

    /// <summary>Starts it and waits until it ends by itself; returns its exit code.</summary>
    public async Task<int> FailAsync(CancellationToken cancellationToken)
    {
        var started = Start();
        await started.WaitForExitAsync(cancellationToken);
        return started.ExitCode;
    }

    /// <summary>Makes the script wait, once it is started, before it runs a program with this argument.</summary>
    public Pause PauseBefore(string program, string argument)
    {
        var pause = new Pause(programs);
        var standIn = Path.Combine(programs, program);
        File.WriteAllText(
            standIn,
            $"""
            #!/usr/bin/env bash
            PATH=${"{PATH#*:}"}
            if [[ "$*" == *'{argument}'* ]]; then
              touch '{pause.Reached}'
              until [[ -e '{pause.Released}' ]]; do sleep 0.05; done
            fi
            exec {program} "$@"
            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(standIn, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return pause;
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
        Directory.Delete(programs, recursive: true);
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(RepositoryRoot.PathOf("portal"), ["up"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}",
                ["PORTAL_DATA"] = Data,
            },
        };
        foreach (var (name, port) in ports) start.Environment[name] = $"{port}";
        running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Read(string? line)
    {
        lock (output) output.AppendLine(line);
        if (line?.Contains("Ctrl-C", StringComparison.Ordinal) == true) running.TrySetResult();
    }

    /// <summary>A moment in the script's run, which lasts until the test releases it.</summary>
    public sealed class Pause(string folder)
    {
        internal string Reached { get; } = Path.Combine(folder, "reached");

        internal string Released { get; } = Path.Combine(folder, "released");

        /// <summary>Waits until the script is there.</summary>
        public async Task ReachedAsync(CancellationToken cancellationToken)
        {
            while (!File.Exists(Reached)) await Task.Delay(20, cancellationToken);
        }

        /// <summary>Lets it go on.</summary>
        public void Release() => File.WriteAllText(Released, "");
    }
}
