using Dfm.LocalRuntime.Worker;
using Dfm.Testing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Tests;

/// <summary>A function application of one class (and those nested in it), running in the test's process.</summary>
public sealed class TestApp : IAsyncDisposable
{
    private TestApp(IHost host, LogRecorder log) => (Host, Log) = (host, log);

    public IHost Host { get; }

    public LogRecorder Log { get; }

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => Host.Services;

    /// <summary>Builds and starts the application.</summary>
    public static async Task<TestApp> StartAsync(
        Type functions,
        StorageAccount? account = null,
        Action<FunctionsApplicationBuilder>? configure = null,
        IReadOnlyDictionary<string, string>? settings = null)
    {
        var log = new LogRecorder();
        var app = new TestApp(Build(functions.FullName!, account, builder =>
        {
            builder.Logging.ClearProviders().AddProvider(log);
            configure?.Invoke(builder);
        }, settings), log);
        await app.Host.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        app.Client = new HttpClient { BaseAddress = new Uri(addresses.Addresses.Single()) };
        return app;
    }

    /// <summary>Builds the application without starting it.</summary>
    public static IHost Build(
        string functions,
        StorageAccount? account = null,
        Action<FunctionsApplicationBuilder>? configure = null,
        IReadOnlyDictionary<string, string>? settings = null)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        var all = new Dictionary<string, string?>
        {
            ["PORT"] = "0",
            [FunctionCatalog.Setting] = $"{typeof(TestApp).Assembly.GetName().Name}:{functions}",
            ["AzureWebJobsStorage"] = account?.ConnectionString,
            ["ServiceBus"] = account?.ConnectionString,
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) all[name] = value;
        builder.Configuration.AddInMemoryCollection(all);
        builder.ConfigureFunctionsWebApplication();
        configure?.Invoke(builder);
        return builder.Build();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.StopAsync();
        Host.Dispose();
    }
}
