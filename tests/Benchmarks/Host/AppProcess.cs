using System.Diagnostics;
using System.Net;
using Dfm.BenchmarkApp;
using Dfm.Testing;

namespace Dfm.Benchmarks.Host;

/// <summary>The benchmark's own app as a process of its own.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private static readonly string AppAssembly = RepositoryRoot.PathOf(
        "tests", "BenchmarkApp", "bin", RepositoryRoot.Configuration, "net10.0", "Dfm.BenchmarkApp.dll");

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

    /// <summary>Starts the app without functions, as a minimal API.</summary>
    public static Task<AppProcess> StartBareAsync()
    {
        var port = FreePorts.Take(1)[0];
        return StartAsync(new("dotnet") { ArgumentList = { AppAssembly, "--bare", $"{port}" } }, port);
    }

    /// <summary>Starts the app under the local host and waits for its first answer.</summary>
    /// <param name="storage">Its storage account.</param>
    /// <param name="hub">Its task hub.</param>
    /// <param name="provider">Where its orchestrations are kept.</param>
    public static Task<AppProcess> StartAsync(StorageAccount storage, string hub, string provider = "LocalTables")
    {
        const string durable = "AzureFunctionsJobHost__extensions__durableTask__";
        var port = FreePorts.Take(1)[0];
        return StartAsync(
            new("dotnet")
            {
                ArgumentList = { AppAssembly },
                Environment =
                {
                    ["PORT"] = $"{port}",
                    ["AzureWebJobsStorage"] = storage.ConnectionString,
                    ["ServiceBus"] = storage.ConnectionString,
                    ["LocalHost__Durable"] = provider,
                    [$"{durable}hubName"] = hub,
                    [$"{durable}storageProvider__partitionCount"] = "1",
                    [$"{durable}storageProvider__maxQueuePollingInterval"] = "00:00:00.200",
                },
            },
            port);
    }

    /// <summary>A client of it.</summary>
    public HttpClient NewClient() => new() { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task<AppProcess> StartAsync(ProcessStartInfo start, int port)
    {
        var begun = Stopwatch.GetTimestamp();
        var app = new AppProcess(Process.Start(start)!, port);
        using var client = app.NewClient();
        while (!await app.Answers(client))
        {
            if (Stopwatch.GetElapsedTime(begun) > Patience) throw new InvalidOperationException("The benchmark's app did not start.");
            await Task.Delay(10);
        }

        app.StartTook = Stopwatch.GetElapsedTime(begun);
        return app;
    }

    private async Task<bool> Answers(HttpClient client)
    {
        if (process.HasExited) throw new InvalidOperationException($"The benchmark's app ended with {process.ExitCode}.");
        try
        {
            using var answer = await client.GetAsync(new Uri(App.GreetingPath, UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
