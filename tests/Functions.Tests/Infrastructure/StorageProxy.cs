using System.Collections.Concurrent;
using System.Net;
using Dfm.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>
/// Stands between the portal and Azurite: writes down every storage request, and lets a test act at one of them, e.g. kill
/// the portal just before or just after. Signatures stay valid, since path-style addresses name the account in the path.
/// </summary>
public sealed class StorageProxy : IAsyncDisposable
{
    private readonly ConcurrentQueue<StorageRequest> requests = new();
    private readonly WebApplication app;
    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(10),
    });

    private int last;

    private StorageProxy(WebApplication app, StoragePorts ports) => (this.app, Ports) = (app, ports);

    /// <summary>Where the proxy listens: <see cref="StorageAccount.Through"/> leads an account's traffic here.</summary>
    public StoragePorts Ports { get; }

    /// <summary>Every request so far, in order of arrival.</summary>
    public IReadOnlyList<StorageRequest> Requests => [.. requests.OrderBy(request => request.Number)];

    /// <summary>Runs before a request reaches Azurite; the request waits for it.</summary>
    public Func<StorageRequest, Task>? BeforeForwarding { get; set; }

    /// <summary>Runs when Azurite has done what a request asks, before the portal hears of it.</summary>
    public Func<StorageRequest, Task>? AfterForwarding { get; set; }

    /// <summary>A proxy on ports of its own, before <paramref name="azurite"/>.</summary>
    public static async Task<StorageProxy> StartAsync(StoragePorts azurite)
    {
        var free = FreePorts.Take(3);
        var ports = new StoragePorts(free[0], free[1], free[2]);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHttpForwarder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            foreach (var port in free) kestrel.Listen(IPAddress.Loopback, port);
        });
        var proxy = new StorageProxy(builder.Build(), ports);
        var forwarder = proxy.app.Services.GetRequiredService<IHttpForwarder>();
        proxy.app.Run(context => proxy.ForwardAsync(context, forwarder, azurite));
        await proxy.app.StartAsync();
        return proxy;
    }

    /// <summary>What was asked for on behalf of one HTTP call to the portal.</summary>
    public IReadOnlyList<StorageRequest> RequestsOf(string traceId) => [.. Requests.Where(request => request.TraceId == traceId)];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(soon.Token);
        await app.DisposeAsync();
        client.Dispose();
    }

    private async Task ForwardAsync(HttpContext context, IHttpForwarder forwarder, StoragePorts azurite)
    {
        var (service, port) = context.Connection.LocalPort switch
        {
            var own when own == Ports.Blob => (StorageService.Blob, azurite.Blob),
            var own when own == Ports.Queue => (StorageService.Queue, azurite.Queue),
            _ => (StorageService.Table, azurite.Table),
        };
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var request = StorageRequestReader.Read(
            Interlocked.Increment(ref last),
            service,
            context.Request.Method,
            target,
            context.Request.Headers.IfMatch.Count > 0,
            service == StorageService.Table ? await BodyAsync(context.Request) : null,
            TraceIdOf(context.Request));
        request = request with { Length = context.Request.ContentLength };
        requests.Enqueue(request);
        if (BeforeForwarding is { } before) await before(request);
        var transformer = new Transformer($"http://127.0.0.1:{port}{target}", () => AfterForwarding?.Invoke(request) ?? Task.CompletedTask);
        await forwarder.SendAsync(context, $"http://127.0.0.1:{port}", client, ForwarderRequestConfig.Empty, transformer);
    }

    private static async Task<string> BodyAsync(HttpRequest request)
    {
        request.EnableBuffering();
        using var reader = new StreamReader(request.Body, leaveOpen: true);
        var body = await reader.ReadToEndAsync();
        request.Body.Position = 0;
        return body;
    }

    private static string? TraceIdOf(HttpRequest request) =>
        request.Headers.TraceParent.ToString().Split('-') is [_, var trace, _, _] ? trace : null;

    private sealed class Transformer(string address, Func<Task> answered) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            // As it came, byte for byte: the signature covers it.
            proxyRequest.RequestUri = new Uri(address);
        }

        public override async ValueTask<bool> TransformResponseAsync(
            HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
        {
            await answered();
            return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        }
    }
}
