using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Dfm.Testing;

/// <summary>
/// Stands between an application and Azurite: writes down every storage request, lets a test act at one of them, e.g. kill the
/// application just before or just after, and lets some go wrong. Signatures stay valid, since path-style addresses name the account
/// in the path.
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

    private StorageProxy(WebApplication app, StorageAccount account) => (this.app, Account) = (app, account);

    /// <summary>The account, as it is reached through the proxy.</summary>
    public StorageAccount Account { get; }

    /// <summary>Every request so far, in order of arrival.</summary>
    public IReadOnlyList<StorageRequest> Requests => [.. requests.OrderBy(request => request.Number)];

    /// <summary>Runs before a request reaches Azurite; the request waits for it.</summary>
    public Func<StorageRequest, Task>? BeforeForwarding { get; set; }

    /// <summary>Runs when Azurite has done what a request asks, before the application hears of it.</summary>
    public Func<StorageRequest, Task>? AfterForwarding { get; set; }

    /// <summary>Says what goes wrong with a request; null for nothing.</summary>
    public Func<StorageRequest, StorageFault?>? Fault { get; set; }

    /// <summary>A proxy on ports of its own, before <paramref name="account"/>.</summary>
    public static async Task<StorageProxy> StartAsync(StorageAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var free = FreePorts.Take(3);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHttpForwarder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            foreach (var port in free) kestrel.Listen(IPAddress.Loopback, port);
        });
        var proxy = new StorageProxy(builder.Build(), account with { Ports = new StoragePorts(free[0], free[1], free[2]) });
        var forwarder = proxy.app.Services.GetRequiredService<IHttpForwarder>();
        proxy.app.Run(context => proxy.ForwardAsync(context, forwarder, account.Ports));
        await proxy.app.StartAsync();
        return proxy;
    }

    /// <summary>What was asked for on behalf of one HTTP call to the application.</summary>
    public IReadOnlyList<StorageRequest> RequestsOf(string traceId) => [.. Requests.Where(request => request.TraceId == traceId)];

    /// <summary>What was asked for on behalf of HTTP calls after the first <paramref name="before"/> requests: not what timers ask for meanwhile.</summary>
    public IReadOnlyList<StorageRequest> RequestsOfCalls(int before) =>
        [.. Requests.Skip(before).Where(request => request.TraceId is not null && !request.IsPoll)];

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
            var own when own == Account.Ports.Blob => (StorageService.Blob, azurite.Blob),
            var own when own == Account.Ports.Queue => (StorageService.Queue, azurite.Queue),
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
        var fault = Fault?.Invoke(request);
        if (fault?.Kind == StorageFaultKind.Slow) await Task.Delay(fault.Delay);
        // Of a caller that has given up meanwhile nothing arrives any more, as if it had never got through; « late » is for what does.
        if (context.RequestAborted.IsCancellationRequested) return;
        switch (fault?.Kind)
        {
            case StorageFaultKind.Refused:
                Refuse(context.Response, fault.Status, fault.Code);
                break;
            case StorageFaultKind.CutBefore:
                context.Abort();
                break;
            case StorageFaultKind.Late:
                await ForwardLateAsync(context, request, $"http://127.0.0.1:{port}{target}", fault.Delay);
                break;
            default:
                var transformer = new Transformer(
                    $"http://127.0.0.1:{port}{target}", () => AfterForwarding?.Invoke(request) ?? Task.CompletedTask, fault);
                await forwarder.SendAsync(context, $"http://127.0.0.1:{port}", client, ForwarderRequestConfig.Empty, transformer);
                break;
        }
    }

    private static void Refuse(HttpResponse response, int status, string code)
    {
        response.StatusCode = status;
        response.Headers["x-ms-error-code"] = code;
        if (status == StatusCodes.Status429TooManyRequests) response.Headers.RetryAfter = "1";
    }

    private async Task ForwardLateAsync(HttpContext context, StorageRequest request, string address, TimeSpan delay)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        using var late = new HttpRequestMessage(new HttpMethod(context.Request.Method), address);
        late.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!late.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                late.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        context.Abort();
        await Task.Delay(delay);
        using var answer = await client.SendAsync(late, CancellationToken.None);
        if (AfterForwarding is { } after) await after(request);
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

    private sealed class Transformer(string address, Func<Task> answered, StorageFault? fault) : HttpTransformer
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
            switch (fault?.Kind)
            {
                case StorageFaultKind.CutAfter:
                    httpContext.Abort();
                    return false;
                case StorageFaultKind.TimedOut:
                    Refuse(httpContext.Response, StatusCodes.Status500InternalServerError, "OperationTimedOut");
                    return false;
                case StorageFaultKind.Meddled when proxyResponse is { IsSuccessStatusCode: true }:
                    await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
                    var body = await proxyResponse.Content.ReadAsByteArrayAsync(cancellationToken);
                    await fault.Meddle(body);
                    await httpContext.Response.Body.WriteAsync(body, cancellationToken);
                    return false;
                default:
                    return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
            }
        }
    }
}
