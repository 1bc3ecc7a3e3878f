using System.Collections.Concurrent;
using System.Net;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Tests.Walk;

/// <summary><c>./portal up</c> where another program takes a port after the script has found it free.</summary>
public sealed class PortalScriptTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PORT", "dotnet", "Dfm.LocalPortal.dll")]
    [InlineData("TABLE_PORT", "node", "azurite.js")]
    public async Task APortThatIsTakenMeanwhile_EndsTheStart_BeforeAnythingIsLoaded(string name, string program, string argument)
    {
        await using var script = new PortalScript();
        var port = script.Ports[name];
        var starting = script.PauseBefore(program, argument);
        var ended = script.FailAsync(Stop);
        if (await Task.WhenAny(starting.ReachedAsync(Stop), ended) == ended) Assert.Fail(script.Output);
        await using var foreign = await ForeignProgram.StartAsync(port);
        starting.Release();

        Assert.NotEqual(0, await ended);

        Assert.Contains($"port {port} is taken by another program: stop it, or choose another port with {name}=...", script.Output);
        Assert.DoesNotContain("The portal runs", script.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("demo data", script.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(script.Data, "demo-loaded")));
        Assert.All(foreign.Requests, request => Assert.Equal("GET /local/instance", request));
        Assert.Equal([name], script.Ports.Where(one => FreePorts.Listens(one.Value)).Select(one => one.Key));
    }

    [Fact]
    public async Task APortThatIsTakenBefore_EndsTheStart_BeforeAnythingIsBuilt()
    {
        await using var script = new PortalScript();
        await using var foreign = await ForeignProgram.StartAsync(script.Ports["QUEUE_PORT"]);

        Assert.NotEqual(0, await script.FailAsync(Stop));

        Assert.Equal(
            $"portal: port {script.Ports["QUEUE_PORT"]} is taken by another program: stop it, or choose another port with QUEUE_PORT=...",
            script.Output.Trim());
    }

    /// <summary>Another program, which answers every request as a healthy portal would.</summary>
    private sealed class ForeignProgram : IAsyncDisposable
    {
        private readonly WebApplication app;

        private ForeignProgram(WebApplication app) => this.app = app;

        public ConcurrentQueue<string> Requests { get; } = new();

        public static async Task<ForeignProgram> StartAsync(int port)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
            var program = new ForeignProgram(builder.Build());
            program.app.Run(async context =>
            {
                program.Requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
                await context.Response.WriteAsync("""{ "status": "Healthy" }""");
            });
            await program.app.StartAsync(Stop);
            return program;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
