using System.Diagnostics;
using System.Net;
using Dfm.Benchmarks.App;
using Dfm.Testing;
using Microsoft.Extensions.Hosting;

namespace Dfm.Benchmarks.Runtime;

/// <summary>The benchmark's own app as a process of its own.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    /// <summary>With functions, on the local runtime.</summary>
    public const string Functions = "--functions";

    /// <summary>Without the runtime.</summary>
    public const string Bare = "--bare";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private AppProcess(Process process, int port) => (this.process, Port) = (process, port);

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>From the process' start to its first answer.</summary>
    public TimeSpan StartTook { get; private set; }

    /// <summary>Its resident memory in megabytes.</summary>
    public double Memory => Resident.Megabytes(process.Id);

    /// <summary>The processor time that it has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>True, and the process has become the app, when the arguments say so; returns when it is told to end.</summary>
    public static async Task<bool> TryBecome(string[] args)
    {
        if (args is not [Functions or Bare, var port, var hub]) return false;
        var number = int.Parse(port, System.Globalization.CultureInfo.InvariantCulture);
        using var host = args[0] == Bare
            ? BenchmarkApp.Bare(number)
            : BenchmarkApp.Functions(Environment.GetEnvironmentVariable("AzureWebJobsStorage")!, number, hub);
        await host.RunAsync();
        return true;
    }

    /// <summary>Starts it and waits for its first answer.</summary>
    public static async Task<AppProcess> StartAsync(string kind, StorageAccount storage, string hub)
    {
        var port = FreePorts.Take(1)[0];
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(AppProcess).Assembly.Location, kind, $"{port}", hub },
            Environment = { ["AzureWebJobsStorage"] = storage.ConnectionString },
        };
        var begun = Stopwatch.GetTimestamp();
        var app = new AppProcess(Process.Start(start)!, port);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        while (!await app.Answers(client))
        {
            if (Stopwatch.GetElapsedTime(begun) > Patience) throw new InvalidOperationException("The benchmark's app did not start.");
            await Task.Delay(10);
        }

        app.StartTook = Stopwatch.GetElapsedTime(begun);
        return app;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<bool> Answers(HttpClient client)
    {
        if (process.HasExited) throw new InvalidOperationException($"The benchmark's app ended with {process.ExitCode}.");
        try
        {
            using var answer = await client.GetAsync(new Uri(BenchmarkApp.GreetingPath, UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
