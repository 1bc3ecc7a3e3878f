using System.Globalization;
using System.Net;
using Dfm.LocalRuntime.Durable;
using Dfm.LocalRuntime.Mail;
using Dfm.LocalRuntime.ServiceBus;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
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
    /// <exception cref="InvalidOperationException">With a sentence for everything that is not honoured.</exception>
    public static IHost Build(
        WebApplicationBuilder web,
        IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware,
        HttpIntegration http)
    {
        var problems = new List<string>();
        var hostJson = HostJson.Load(web.Configuration, problems);
        var functions = FunctionCatalog.Discover(web.Configuration, hostJson, problems);
        CheckIntegration(http, functions, problems);
        ConfigureServer(web, problems);
        RefuseIfAny(problems);

        web.Configuration.AddInMemoryCollection(hostJson.LogLevels.Select(
            level => KeyValuePair.Create($"Logging:LogLevel:{level.Key}", (string?)level.Value)));
        ConfigureServices(web.Services, hostJson, functions, middleware);
        var app = web.Build();
        ConstructorCheck.Check(functions, app.Services, problems);
        RefuseIfAny(problems);

        HttpFunctions.HideOtherMethods(app);
        app.Services.GetRequiredService<HttpFunctions>().Map(app, functions);
        app.Services.GetRequiredService<MailEndpoints>().Map(app);
        app.Services.GetRequiredService<QueueEndpoints>().Map(app);
        if (functions.Any(ParameterBinding.IsDurable))
            app.MapOrchestrations();
        return app;
    }

    private static void RefuseIfAny(List<string> problems)
    {
        if (problems.Count > 0)
            throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
    }

    private static void CheckIntegration(HttpIntegration http, IReadOnlyList<Function> functions, List<string> problems)
    {
        if (http is HttpIntegration.First || functions.FirstOrDefault(function => function.Route is not null) is not { } function)
            return;
        problems.Add(http is HttpIntegration.None
            ? $"Function '{function.Descriptor.Name}' is triggered by HTTP: call ConfigureFunctionsWebApplication() on the builder."
            : "Call ConfigureFunctionsWebApplication() before any middleware is added: in Azure, what stands before sees no HttpContext.");
    }

    private static void ConfigureServer(WebApplicationBuilder web, List<string> problems)
    {
        var port = Number(web.Configuration, "PORT", 7071, 0, IPEndPoint.MaxPort, problems);
        var bodyLimit = Number(web.Configuration, "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", DefaultBodyLimit, 1, long.MaxValue, problems);
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
        services.AddSingleton<QueueEndpoints>();
        services.AddSingleton<MailStore>();
        services.AddSingleton<MailFaults>();
        services.AddSingleton<MailEndpoints>();
        // The engine starts before the listeners, whose functions may call it, and stops behind them.
        if (functions.Any(ParameterBinding.IsDurable))
            services.AddDurable();
        if (functions.Any(f => f.Descriptor.Trigger is TimerTriggerAttribute))
            services.AddHostedService<TimerListener>();
        if (functions.Any(f => f.Descriptor.Trigger is ServiceBusTriggerAttribute))
            services.AddHostedService<ServiceBusListener>();
        // MVC's result executors cost start-up time; only applications that answer with IActionResult need them.
        if (functions.Any(f => ParameterBinding.MayReturnActionResult(f.Descriptor.Method.ReturnType)))
            services.AddMvcCore();
    }

    private static long Number(
        ConfigurationManager configuration, string setting, long otherwise, long least, long most, List<string> problems)
    {
        if (configuration[setting] is not { Length: > 0 } text)
            return otherwise;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        problems.Add($"The setting '{setting}' is '{text}'; a number from {least} to {most} is due.");
        return otherwise;
    }
}
