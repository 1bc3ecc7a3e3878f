using Dfm.LocalRuntime.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Assembles a function application: its services, configuration and middleware.</summary>
public class FunctionsApplicationBuilder : IFunctionsWorkerApplicationBuilder, IHostApplicationBuilder
{
    private readonly WebApplicationBuilder web;
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware = [];
    private HttpIntegration http = HttpIntegration.None;

    internal FunctionsApplicationBuilder(string[] args) => web = LocalHost.CreateBuilder(args);

    /// <summary>Settings, and where to add more.</summary>
    public ConfigurationManager Configuration => web.Configuration;

    /// <summary>The environment's name and folders.</summary>
    public IHostEnvironment Environment => web.Environment;

    /// <summary>Logging.</summary>
    public ILoggingBuilder Logging => web.Logging;

    /// <summary>Metrics.</summary>
    public IMetricsBuilder Metrics => web.Metrics;

    /// <summary>What builder extensions hand on to each other.</summary>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)web).Properties;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services => web.Services;

    IConfigurationManager IHostApplicationBuilder.Configuration => web.Configuration;

    /// <summary>Finds the functions and makes the host that runs them.</summary>
    /// <exception cref="InvalidOperationException">A function, a binding or a key of host.json is not supported; the message names
    /// each.</exception>
    public IHost Build() => LocalHost.Build(web, middleware, http);

    /// <summary>Puts another container in the place of the default one.</summary>
    /// <param name="factory">Makes the container.</param>
    /// <param name="configure">Registers in it.</param>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)web).ConfigureContainer(factory, configure);

    /// <summary>Adds middleware behind what was added before.</summary>
    /// <param name="middleware">Wraps the rest of the pipeline.</param>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        this.middleware.Add(middleware);
        return this;
    }

    internal void ServeHttp()
    {
        if (http is HttpIntegration.None)
            http = middleware.Count == 0 ? HttpIntegration.First : HttpIntegration.Late;
    }
}
