using Dfm.LocalHost.Durable.Store;
using Dfm.LocalHost.Worker;
using Grpc.Net.Client;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace Dfm.LocalHost.Durable;

/// <summary>
/// Microsoft's Durable Functions extension, in a WebJobs host of its own. It dispatches the orchestrators and activities of the worker, and
/// serves its client.
/// </summary>
internal sealed class DurableHost(FunctionInvoker invoker, IConfiguration configuration, IEnumerable<ILoggerProvider> providers, ILogger<DurableHost> log)
    : IDisposable
{
    private const string Section = "AzureWebJobs:extensions:durableTask";
    private IHost? host;
    private GrpcChannel? channel;

    /// <summary>The official client, once the host runs.</summary>
    public DurableTaskClient? Client { get; private set; }

    /// <summary>Starts the extension, when there are orchestrators or clients.</summary>
    public async Task StartAsync(IReadOnlyList<LocalFunction> functions, HostJson hostJson, CancellationToken cancellationToken)
    {
        if (!functions.Any(function => function.Trigger.Is(FunctionBinding.Orchestration) || function.Clients.Count > 0)) return;
        var binding = new ClientBinding();
        host = Build(functions, hostJson, binding);
        await host.StartAsync(cancellationToken);
        await host.Services.GetRequiredService<IJobHost>()
            .CallAsync($"{nameof(ClientBindingFunction)}.{nameof(ClientBindingFunction.Tell)}", cancellationToken: cancellationToken);
        invoker.DurableClient = binding.Data;
        channel = GrpcChannel.ForAddress(
            (string)JObject.Parse(binding.Data!)["rpcBaseUrl"]!, new() { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        Client = new GrpcDurableTaskClient("local", new GrpcDurableTaskClientOptions { Channel = channel }, log);
    }

    /// <summary>Ends the extension; what it has begun is finished or goes on at the next start.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (host is not null) await host.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        channel?.Dispose();
        host?.Dispose();
    }

    private IHost Build(IReadOnlyList<LocalFunction> functions, HostJson hostJson, ClientBinding binding)
    {
        var durable = new DurableInvoker(invoker, functions.ToDictionary(function => function.Name));
        Type[] types = [DurableFunctions.TypeOf(functions), typeof(ClientBindingFunction)];
        return new HostBuilder()
            .ConfigureWebJobs(jobs => jobs.AddDurableTask())
            // After ConfigureWebJobs, whose own sources would win otherwise.
            .ConfigureAppConfiguration(settings => settings.AddConfiguration(configuration).AddInMemoryCollection(SettingsOf(hostJson)))
            .ConfigureServices(services =>
            {
                services.AddSingleton<ITypeLocator>(new FunctionTypes(types));
                services.AddSingleton<IDurableInvoker>(durable);
                services.AddSingleton(binding);
                services.AddSingleton<IDurabilityProviderFactory, LocalTablesProviderFactory>();
#pragma warning disable CS0618 // The extension's constructor takes it.
                services.AddSingleton<IWebHookProvider, NoWebHooks>();
#pragma warning restore CS0618
            })
            .ConfigureLogging(logging =>
            {
                logging.ClearProviders();
                logging.AddConfiguration(configuration.GetSection("Logging"));
                // The worker's own provider sends what it is told to the host: that is here.
                foreach (var provider in providers.Where(IsNotTheWorkers)) logging.AddProvider(provider);
            })
            .Build();
    }

    private Dictionary<string, string?> SettingsOf(HostJson hostJson)
    {
        var settings = hostJson.DurableTask.AsEnumerable(makePathsRelative: true)
            .Where(setting => setting.Value is not null)
            .ToDictionary(setting => $"{Section}:{setting.Key}", setting => setting.Value);
        settings[$"{Section}:storageProvider:type"] = configuration["LocalHost:Durable"] ?? LocalTablesProvider.ProviderName;
        // These are for its own way to Application Insights, which is not here: it would say so at every start. Its spans are there all the
        // same, for whoever listens.
        settings[$"{Section}:tracing:distributedTracingEnabled"] = "true";
        settings[$"{Section}:tracing:version"] = "None";
        settings["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        // Within a container the extension would think that it runs in Azure, and write what it does to the console.
        settings["CONTAINER_NAME"] = "";
        return settings;
    }

    private static bool IsNotTheWorkers(ILoggerProvider provider) =>
        provider.GetType().Assembly != typeof(Microsoft.Azure.Functions.Worker.WorkerOptions).Assembly;

    private sealed class FunctionTypes(IReadOnlyList<Type> types) : ITypeLocator
    {
        public IReadOnlyList<Type> GetTypes() => types;
    }

#pragma warning disable CS0618 // The extension's constructor takes it.
    private sealed class NoWebHooks : IWebHookProvider
    {
        public Uri GetUrl(IExtensionConfigProvider extension) => new("http://localhost/");
    }
#pragma warning restore CS0618
}

/// <summary>The data that the extension gives to bindings of its client.</summary>
public sealed class ClientBinding
{
    /// <summary>The data; null until it was asked for.</summary>
    public string? Data { get; set; }
}

/// <summary>Asks the extension for the data of its client's bindings, by the one way that it offers: a function with such a binding.</summary>
/// <param name="binding">Takes the data.</param>
public sealed class ClientBindingFunction(ClientBinding binding)
{
    /// <summary>Keeps the data.</summary>
    [NoAutomaticTrigger]
#pragma warning disable DF0203 // A rule for functions in the host's own process; the extension gives a text to those of a worker.
    public void Tell([DurableClient] string data) => binding.Data = data;
#pragma warning restore DF0203
}
