using System.Net;
using System.Net.Http.Json;
using System.Text;
using Dfm.Testing;

namespace Dfm.LocalHost.Tests.Torture;

/// <summary>The torture app at one address: killed, it starts again. Its clients insist.</summary>
internal sealed class RestartingApp : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly string Assembly = RepositoryRoot.PathOf(
        "tests", "TortureApp", "bin", RepositoryRoot.Configuration, "net10.0", "Dfm.TortureApp.dll");

    private readonly Dictionary<string, string> settings;
    private readonly int port = FreePorts.Take(1)[0];
    private readonly HttpClient client;
    private readonly StringBuilder former = new();
    private readonly Lock gate = new();
    private FunctionAppProcess process;
    private bool isDisposed;

    /// <summary>Starts it.</summary>
    /// <param name="storage">Its storage, maybe behind something.</param>
    /// <param name="effects">The same storage without anything in between.</param>
    public RestartingApp(StorageAccount storage, StorageAccount effects)
    {
        settings = new Dictionary<string, string>
        {
            ["PORT"] = $"{port}",
            ["AzureWebJobsStorage"] = storage.ConnectionString,
            ["ServiceBus"] = storage.ConnectionString,
            ["Effects"] = effects.ConnectionString,
            // Compiling again what runs often (after 60,000 ms, in hexadecimal) does not pay for processes that live for seconds.
            ["DOTNET_TC_CallCountingDelayMs"] = "EA60",
            ["DOTNET_TieredPGO"] = "0",
        };
        client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Patience.Longest };
        process = FunctionAppProcess.Start(Assembly, port, settings);
    }

    /// <summary>How often it has ended by itself, as it may when storage fails while it starts.</summary>
    public int Falls { get; private set; }

    /// <summary>What all its processes have written.</summary>
    public string Output
    {
        get
        {
            lock (gate) return $"{former}{string.Join('\n', process.Output)}";
        }
    }

    /// <summary>Kills the process, and starts the next one.</summary>
    public void KillAndStart()
    {
        lock (gate)
        {
            if (isDisposed) return;
            process.Kill();
            former.AppendJoin('\n', process.Output).AppendLine().AppendLine("---- ended");
            _ = process.DisposeAsync().AsTask();
            process = FunctionAppProcess.Start(Assembly, port, settings);
        }
    }

    /// <summary>Sends a request until it succeeds.</summary>
    public async Task<string> InsistAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
                using var answer = await client.SendAsync(request, cancellationToken);
                if (answer.IsSuccessStatusCode) return await answer.Content.ReadAsStringAsync(cancellationToken);
                Assert.True(answer.StatusCode == HttpStatusCode.InternalServerError, $"{method} {path}: {answer.StatusCode}");
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                lock (gate)
                {
                    if (process.HasEnded)
                    {
                        Falls++;
                        KillAndStart();
                    }
                }
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (gate) isDisposed = true;
        await process.DisposeAsync();
        client.Dispose();
    }
}
