using System.Diagnostics;
using System.Net;
using Dfm.LocalHost.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalHost;

/// <summary>
/// The Functions host on one machine, for one function app in the same process. It listens for the worker first; then the app is built with
/// <see cref="LocalHostBuilderExtensions.UseLocalHost"/>.
/// </summary>
public sealed class LocalFunctionsHost : IAsyncDisposable
{
    // As Application Insights in Azure: without a listener the worker begins no activity, and what a function calls knows no trace.
    private static readonly ActivityListener Traces = new()
    {
        ShouldListenTo = source => source.Name.StartsWith("Microsoft.Azure.Functions.Worker", StringComparison.Ordinal),
        Sample = (ref _) => ActivitySamplingResult.AllData,
    };

    private readonly WebApplication server;

    static LocalFunctionsHost() => ActivitySource.AddActivityListener(Traces);

    private LocalFunctionsHost(WebApplication server, WorkerChannel channel) => (this.server, Channel) = (server, channel);

    /// <summary>The connection to the worker.</summary>
    internal WorkerChannel Channel { get; }

    /// <summary>Where the worker finds its host.</summary>
    internal string Endpoint => server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Listens for the worker on a free port of the loopback.</summary>
    public static async Task<LocalFunctionsHost> StartAsync()
    {
        // The official worker reads the app's folder from these.
        Environment.SetEnvironmentVariable("FUNCTIONS_APPLICATION_DIRECTORY", AppContext.BaseDirectory);
        Environment.SetEnvironmentVariable("FUNCTIONS_WORKER_DIRECTORY", AppContext.BaseDirectory);
        var channel = new WorkerChannel();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(channel);
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (null, null));
        var server = builder.Build();
        server.MapGrpcService<WorkerChannel>();
        await server.StartAsync();
        return new(server, channel);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await server.DisposeAsync();
}
