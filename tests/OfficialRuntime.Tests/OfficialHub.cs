using DurableTask.Core;
using Dfm.LocalRuntime.Tests.Durable.Behaviours;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing.Sidecar;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dfm.OfficialRuntime.Tests;

/// <summary>
/// Microsoft's engine: its dispatcher over its store in memory, served by its sidecar, and its worker and client beside. As its
/// DurableTaskTestHost does it, but on a port that the system chooses.
/// </summary>
internal sealed class OfficialHub : IHub
{
    private readonly WebApplication sidecar;
    private readonly IHost worker;
    private readonly GrpcChannel channel;

    private OfficialHub(WebApplication sidecar, IHost worker, GrpcChannel channel)
    {
        this.sidecar = sidecar;
        this.worker = worker;
        this.channel = channel;
        Client = worker.Services.GetRequiredService<DurableTaskClient>();
    }

    public DurableTaskClient Client { get; }

    /// <summary>Starts a hub that runs <paramref name="functions"/>.</summary>
    public static async Task<IHub> StartAsync(HubFunctions functions)
    {
        var sidecar = Sidecar();
        await sidecar.StartAsync();
        var addresses = sidecar.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        var channel = GrpcChannel.ForAddress(
            addresses.Addresses.Single(), new GrpcChannelOptions { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        var worker = Worker(functions, channel);
        await worker.StartAsync();
        return new OfficialHub(sidecar, worker, channel);
    }

    public async ValueTask DisposeAsync()
    {
        await worker.StopAsync();
        worker.Dispose();
        channel.Dispose();
        await sidecar.StopAsync();
        await sidecar.DisposeAsync();
    }

    private static WebApplication Sidecar()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        var store = new InMemoryOrchestrationService();
        builder.Services.AddSingleton<IOrchestrationService>(store);
        builder.Services.AddSingleton<IOrchestrationServiceClient>(store);
        builder.Services.AddSingleton<TaskHubGrpcServer>();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        var app = builder.Build();
        app.MapGrpcService<TaskHubGrpcServer>();
        return app;
    }

    private static IHost Worker(HubFunctions functions, GrpcChannel channel)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(functions.Log);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        builder.Services.AddDurableTaskWorker(worker =>
        {
            worker.UseGrpc(channel);
            worker.AddTasks(registry => Register(functions, registry));
        });
        builder.Services.AddDurableTaskClient(client =>
        {
            client.UseGrpc(channel);
            client.RegisterDirectly();
        });
        return builder.Build();
    }

    private static void Register(HubFunctions functions, DurableTaskRegistry registry)
    {
        foreach (var (name, orchestrator) in functions.Orchestrators)
            registry.AddOrchestrator(name, () => new Orchestrator(orchestrator));
        foreach (var (name, activity) in functions.Activities)
            registry.AddActivity(name, _ => new Activity(activity));
    }

    private sealed class Orchestrator(OrchestratorFunction function) : ITaskOrchestrator
    {
        public Type InputType => function.InputType;

        public Type OutputType => typeof(object);

        public Task<object?> RunAsync(TaskOrchestrationContext context, object? input) => function.Body(context);
    }

    private sealed class Activity(ActivityFunction function) : ITaskActivity
    {
        public Type InputType => function.InputType;

        public Type OutputType => typeof(object);

        public Task<object?> RunAsync(TaskActivityContext context, object? input) => function.Body(input);
    }
}
