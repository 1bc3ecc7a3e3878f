using System.Globalization;
using System.Net;
using System.Reflection;
using Dfm.LocalRuntime.Durable;
using Dfm.LocalRuntime.Mail;
using Dfm.LocalRuntime.ServiceBus;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Dfm.LocalRuntime.Worker;

/// <summary>The host of a function application: one ASP.NET Core application on a loopback port.</summary>
internal static class LocalHost
{
    private const long DefaultBodyLimit = 104_857_600;

    /// <summary>A builder with quiet logging.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var web = WebApplication.CreateSlimBuilder(args);
        // First among the sources, so that every other one wins over it.
        ((IConfigurationBuilder)web.Configuration).Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Microsoft"] = "Warning",
                ["Logging:LogLevel:Azure"] = "Warning",
                ["Logging:LogLevel:System.Net.Http"] = "Warning",
            },
        });
        return web;
    }

    /// <summary>Finds the functions and makes the host that runs them.</summary>
    public static IHost Build(
        WebApplicationBuilder web,
        IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware,
        bool servesHttp)
    {
        var hostJson = HostJson.Load(web.Configuration[HostJson.Setting] ?? Path.Combine(AppContext.BaseDirectory, "host.json"));
        var functions = FunctionCatalog.Discover(web.Configuration);
        if (!servesHttp && functions.FirstOrDefault(f => f.Descriptor.Trigger is HttpTriggerAttribute) is { } http)
            throw new InvalidOperationException(
                $"Function '{http.Descriptor.Name}' is triggered by HTTP: call ConfigureFunctionsWebApplication() on the builder.");

        web.Configuration.AddInMemoryCollection(hostJson.LogLevels.Select(
            level => KeyValuePair.Create($"Logging:LogLevel:{level.Key}", (string?)level.Value)));
        ConfigureServer(web);
        ConfigureServices(web.Services, hostJson, functions, middleware);
        var app = web.Build();
        app.Services.GetRequiredService<HttpFunctions>().Map(app, functions, hostJson.RoutePrefix);
        app.Services.GetRequiredService<MailEndpoints>().Map(app);
        app.Services.GetRequiredService<QueuePage>().Map(app);
        if (functions.Any(IsDurable))
            app.MapOrchestrations();
        return app;
    }

    private static void ConfigureServer(WebApplicationBuilder web)
    {
        var port = Number(web.Configuration, "PORT", 7071);
        var bodyLimit = Number(web.Configuration, "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", DefaultBodyLimit);
        web.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = bodyLimit;
            kestrel.Listen(IPAddress.Loopback, (int)port, listen => listen.Protocols = HttpProtocols.Http1);
        });
    }

    private static void ConfigureServices(
        IServiceCollection services,
        HostJson hostJson,
        IReadOnlyList<Function> functions,
        IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddRouting();
        services.AddSingleton(hostJson);
        services.AddSingleton<HttpFunctions>();
        services.AddSingleton(provider => new FunctionRunner(functions, middleware, provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddSingleton<IFunctionRunner>(provider => provider.GetRequiredService<FunctionRunner>());
        services.TryAddSingleton(provider => BusOptions.Of(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<QueuePage>();
        services.AddSingleton<MailStore>();
        services.AddSingleton<MailFaults>();
        services.AddSingleton<MailEndpoints>();
        // The engine starts before the listeners, whose functions may call it, and stops behind them.
        if (functions.Any(IsDurable))
            services.AddDurable();
        if (functions.Any(f => f.Descriptor.Trigger is TimerTriggerAttribute))
            services.AddHostedService<TimerListener>();
        if (functions.Any(f => f.Descriptor.Trigger is ServiceBusTriggerAttribute))
            services.AddHostedService<ServiceBusListener>();
        // MVC's result executors cost start-up time; only applications that answer with IActionResult need them.
        if (functions.Any(f => ParameterBinding.ResultType(f.Descriptor.Method.ReturnType).IsAssignableTo(typeof(IActionResult))))
            services.AddMvcCore();
    }

    private static bool IsDurable(Function function) =>
        function.Descriptor.Trigger is OrchestrationTriggerAttribute or ActivityTriggerAttribute
        || function.Descriptor.Method.GetParameters().Any(parameter => parameter.IsDefined(typeof(DurableClientAttribute)));

    private static long Number(ConfigurationManager configuration, string setting, long otherwise)
    {
        if (configuration[setting] is not { Length: > 0 } text)
            return otherwise;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidOperationException($"The setting {setting} is '{text}', which is not a number.");
    }
}
