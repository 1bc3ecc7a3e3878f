using System.Reflection;
using Dfm.LocalHost.Durable;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dfm.LocalHost.Tests;

/// <summary>
/// The functions of some classes of this assembly as an app under the local host, within the process of the tests. Unlike an app of its own,
/// it sees what tests see.
/// </summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly LocalFunctionsHost host;
    private readonly IHost app;

    private TestHost(LocalFunctionsHost host, IHost app, int port)
    {
        (this.host, this.app) = (host, app);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    /// <summary>Calls the app.</summary>
    public HttpClient Http { get; }

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>The official client of orchestrations.</summary>
    public DurableTaskClient Durable => Services.GetRequiredService<DurableHost>().Client!;

    /// <summary>Starts the app, and waits until its functions can be called.</summary>
    /// <param name="storage">The account that all is kept in.</param>
    /// <param name="functions">The classes of the functions; all other functions of this assembly are disabled.</param>
    /// <param name="settings">Further settings.</param>
    /// <param name="configure">Adds services and middleware.</param>
    public static async Task<TestHost> StartAsync(
        StorageAccount storage,
        IReadOnlyCollection<Type> functions,
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<FunctionsApplicationBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(storage);
        var port = FreePorts.Take(1)[0];
        var host = await LocalFunctionsHost.StartAsync();
        var builder = FunctionsApplication.CreateBuilder([]).ConfigureFunctionsWebApplication();
        builder.Configuration
            .AddInMemoryCollection(FunctionsBut(functions).ToDictionary(name => $"AzureWebJobs.{name}.Disabled", _ => (string?)"true"))
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["AzureWebJobsStorage"] = storage.ConnectionString,
                ["ServiceBus"] = storage.ConnectionString,
                ["PORT"] = $"{port}",
                ["Logging:Console:LogLevel:Default"] = "None",
            })
            .AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        configure?.Invoke(builder);
        var app = builder.UseLocalHost(host).Build();
        await app.StartAsync();
        return new TestHost(host, app, port);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        app.Dispose();
        await host.DisposeAsync();
        Http.Dispose();
    }

    private static IEnumerable<string> FunctionsBut(IReadOnlyCollection<Type> enabled) =>
        from type in typeof(TestHost).Assembly.GetTypes()
        where !enabled.Contains(type)
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        select function.Name;
}
