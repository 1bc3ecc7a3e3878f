using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables;
using Dfm.LocalRuntime.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dfm.LocalRuntime.Durable;

/// <summary>Registers the durable engine and its client.</summary>
internal static class DurableServices
{
    private const string Connection = "AzureWebJobsStorage";

    /// <summary>
    /// Adds the engine, which starts and stops with the host, and the <see cref="DurableTaskClient"/>. They need an
    /// <see cref="IFunctionRunner"/>; host.json names the task hub, and the setting AzureWebJobsStorage the storage.
    /// </summary>
    public static IServiceCollection AddDurable(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        // As the official worker: names as they are in C#, read whatever their case.
        services.Configure<JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);
        services.TryAddSingleton(provider => OptionsOf(provider.GetRequiredService<HostJson>()));
        services.AddSingleton(MakeEngine);
        services.AddSingleton<DurableTaskClient>(provider => new LocalDurableTaskClient(
            provider.GetRequiredService<DurableEngine>(), provider.GetRequiredService<DurableOptions>().HubName));
        services.AddHostedService<DurableHost>();
        return services;
    }

    /// <summary>The task hub's table.</summary>
    /// <param name="connectionString">The storage account.</param>
    /// <param name="hubName">The task hub: letters and digits.</param>
    /// <param name="options">Options to start from; new ones when null.</param>
    public static TableClient Table(string connectionString, string hubName, TableClientOptions? options = null)
    {
        options ??= new TableClientOptions();
        // Few and quick: the engine tries again by itself, from what is then stored.
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        options.Retry.MaxRetries = 3;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(30);
        return new TableClient(connectionString, hubName, options);
    }

    private static DurableOptions OptionsOf(HostJson host)
    {
        var defaults = new DurableOptions();
        return defaults with
        {
            HubName = host.HubName,
            MaxConcurrentActivities = host.MaxConcurrentActivityFunctions ?? defaults.MaxConcurrentActivities,
            MaxConcurrentOrchestrators = host.MaxConcurrentOrchestratorFunctions ?? defaults.MaxConcurrentOrchestrators,
        };
    }

    private static DurableEngine MakeEngine(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<DurableOptions>();
        var connection = provider.GetRequiredService<IConfiguration>()[Connection]
            ?? throw new InvalidOperationException(
                $"Durable functions need the setting {Connection}: the connection string of a storage account.");
        var converter = new JsonDataConverter(provider.GetRequiredService<IOptions<JsonSerializerOptions>>().Value);
        return new DurableEngine(
            new InstanceStore(Table(connection, options.HubName)),
            new WorkerFunctions(provider.GetRequiredService<IFunctionRunner>(), converter),
            converter,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>(),
            options);
    }
}
