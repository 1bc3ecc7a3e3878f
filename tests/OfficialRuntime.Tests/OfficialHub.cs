using System.Reflection;
using Dfm.LocalRuntime.Tests.Durable.Behaviours;
using Dfm.Testing;
using Grpc.Net.Client;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dfm.OfficialRuntime.Tests;

/// <summary>
/// Durable Functions as Azure runs them: the host's Durable Task extension in its mode for the isolated worker, with the Azure Storage
/// provider, here on Azurite. The extension's own gRPC endpoint serves Microsoft's client. What the Functions host and the worker
/// process do between the extension and the code of a function, <see cref="WorkerBridge"/> does.
/// </summary>
internal sealed class OfficialHub : IHub
{
    private readonly IHost host;
    private readonly ServiceProvider client;
    private readonly string key;

    private OfficialHub(IHost host, ServiceProvider client, string key)
    {
        this.host = host;
        this.client = client;
        this.key = key;
        Client = client.GetRequiredService<DurableTaskClient>();
    }

    public DurableTaskClient Client { get; }

    /// <summary>Starts hubs on storage accounts of their own.</summary>
    public static StartHub On(AzuriteFixture azurite) => functions => StartAsync(functions, azurite.NewAccount());

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        _ = StopAsync();
    }

    // It takes a second, which nobody has to wait for.
    private async Task StopAsync()
    {
        await host.StopAsync();
        host.Dispose();
        WorkerBridge.Remove(key);
    }

    private static async Task<IHub> StartAsync(HubFunctions functions, StorageAccount account)
    {
        var key = WorkerBridge.Add(functions);
        var host = new HostBuilder()
            .ConfigureWebJobs(jobs => jobs.AddDurableTask(Configure))
            .ConfigureAppConfiguration(configuration => configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
                ["AzureWebJobsStorage"] = account.ConnectionString,
                // Within a container the extension would think that it runs in Azure, and write what it does to the console.
                ["CONTAINER_NAME"] = "",
            }))
            .ConfigureServices(services =>
            {
                services.AddSingleton<ITypeLocator>(new FunctionTypes(WorkerBridge.TypeOf(key)));
                services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
            })
            .ConfigureLogging(logging => logging.ClearProviders())
            .Build();
        await host.StartAsync();
        return new OfficialHub(host, ClientOf(host), key);
    }

    private static void Configure(DurableTaskOptions options)
    {
        options.HubName = "TestHub";
        options.StorageProvider["partitionCount"] = 1;
        options.StorageProvider["maxQueuePollingInterval"] = "00:00:00.100";
    }

    private static ServiceProvider ClientOf(IHost host)
    {
        var channel = GrpcChannel.ForAddress(
            AddressOf(host), new GrpcChannelOptions { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton(channel)
            .AddDurableTaskClient(client =>
            {
                client.UseGrpc(channel);
                client.RegisterDirectly();
            })
            .BuildServiceProvider();
    }

    // The extension tells its address to the worker process alone.
    private static string AddressOf(IHost host)
    {
        var extension = host.Services.GetServices<IExtensionConfigProvider>().OfType<DurableTaskExtension>().Single();
        var listener = typeof(DurableTaskExtension).GetField("localGrpcListener", BindingFlags.Instance | BindingFlags.NonPublic)!
            .GetValue(extension)!;
        return (string)listener.GetType().GetProperty("ListenAddress")!.GetValue(listener)!;
    }

    private sealed class FunctionTypes(Type type) : ITypeLocator
    {
        public IReadOnlyList<Type> GetTypes() => [type];
    }
}
