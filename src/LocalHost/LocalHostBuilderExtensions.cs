using System.Globalization;
using System.Net;
using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.Durable;
using Dfm.LocalHost.Mail;
using Dfm.LocalHost.ServiceBus;
using Dfm.LocalHost.Site;
using Dfm.LocalHost.Timers;
using Dfm.LocalHost.Worker;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost;

/// <summary>Runs a function app under the local host.</summary>
public static class LocalHostBuilderExtensions
{
    // What Azure Functions takes without FUNCTIONS_REQUEST_BODY_SIZE_LIMIT.
    private const long DefaultBodyLimit = 104_857_600;

    private static readonly Dictionary<string, string?> Quiet = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Azure"] = "Warning",
        ["Logging:LogLevel:DurableTask"] = "Warning",
        ["Logging:LogLevel:Function"] = "Warning",
        ["Logging:LogLevel:Host"] = "Warning",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        // Else it warns at every start that it listens here and not where the worker wanted to.
        ["Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel"] = "Error",
        ["Logging:LogLevel:System.Net.Http"] = "Warning",
    };

    /// <summary>
    /// Makes the app a worker of <paramref name="host"/>. Call it behind all that the app configures itself, and before the app is built.
    /// </summary>
    /// <param name="builder">The app.</param>
    /// <param name="host">Its host.</param>
    /// <param name="serviceBus">The setting that holds the connection of the app's own client of Service Bus.</param>
    public static FunctionsApplicationBuilder UseLocalHost(
        this FunctionsApplicationBuilder builder, LocalFunctionsHost host, string serviceBus = "ServiceBus")
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(host);
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
        {
            InitialData = Quiet,
        });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Functions:Worker:HostEndpoint"] = host.Endpoint,
            ["Functions:Worker:WorkerId"] = "local",
            ["Functions:Worker:RequestId"] = "local",
            ["Functions:Worker:GrpcMaxMessageLength"] = int.MaxValue.ToString(CultureInfo.InvariantCulture),
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<WorkerOptions>(worker => worker.InputConverters.RegisterAt<MessageConverter>(0));
        builder.Services
            .AddSingleton(host.Channel)
            .AddSingleton<FunctionInvoker>()
            .AddSingleton<HttpFunctions>()
            .AddSingleton<DurableHost>()
            .AddSingleton<LocalPages>()
            .AddMailbox()
            .AddSingleton<StaticSite>()
            .AddCrossOrigin()
            .AddSingleton<HttpFront>()
            .AddSingleton<IStartupFilter>(services => services.GetRequiredService<HttpFront>())
            .AddSingleton<TimerListener>()
            .AddSingleton(services => new BusAccount(() => Settings.Require(services.GetRequiredService<IConfiguration>(), serviceBus)))
            .AddSingleton<MessageListeners>()
            .Replace(ServiceDescriptor.Singleton<ServiceBusClient, LocalServiceBusClient>())
            .AddHostedService<FunctionsHost>()
            .AddOptions<KestrelServerOptions>().Configure<IConfiguration>(Listen);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        return builder;
    }

    private static void Listen(KestrelServerOptions kestrel, IConfiguration configuration)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = configuration.GetValue("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", DefaultBodyLimit);
        kestrel.Listen(IPAddress.Loopback, configuration.GetValue("PORT", 7071), listen => listen.Protocols = HttpProtocols.Http1);
    }
}
