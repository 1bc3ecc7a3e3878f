using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dfm.Core.Webhooks;
using Dfm.Functions.Webhooks.Delivery;
using Dfm.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Webhooks;

/// <summary>
/// A system that receives events: an HTTPS server on this machine, which the portal reaches as a public host. It stands in for the network,
/// too: which addresses hosts have, and what is dialled.
/// </summary>
public sealed class Receiver : IAsyncDisposable
{
    /// <summary>The hosts that the portal under test may send to.</summary>
    public const string AllowedHosts = "*.logic.azure.com *.hooks.example.com";

    private static readonly IPAddress Public = IPAddress.Parse("20.50.60.70");

    private readonly WebApplication server;
    private readonly X509Certificate2 certificate;
    private readonly int port;
    private readonly ConcurrentQueue<Received> received = new();
    private readonly ConcurrentQueue<IPEndPoint> dialled = new();

    private Receiver(WebApplication server, X509Certificate2 certificate, int port) =>
        (this.server, this.certificate, this.port) = (server, certificate, port);

    /// <summary>What came so far.</summary>
    public IReadOnlyList<Received> All => [.. received];

    /// <summary>The addresses that the portal has connected to.</summary>
    public IReadOnlyList<IPEndPoint> Dialled => [.. dialled];

    /// <summary>Answers what comes; 200 unless set.</summary>
    public Func<Received, HttpContext, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>The addresses of a host; a public one unless set.</summary>
    public Func<string, IPAddress[]> Resolve { get; set; } = _ => [Public];

    public static async Task<Receiver> StartAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=hooks.example.com", key, HashAlgorithmName.SHA256);
        using var signed = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var certificate = X509CertificateLoader.LoadPkcs12(signed.Export(X509ContentType.Pfx), password: null);
        var port = FreePorts.Take(1)[0];
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(certificate);
            }));
        var server = builder.Build();
        var receiver = new Receiver(server, certificate, port);
        server.Run(receiver.Receive);
        await server.StartAsync();
        return receiver;
    }

    /// <summary>Puts this network in the place of the system's, and trusts the receiver's certificate.</summary>
    public void Configure(IServiceCollection services)
    {
        services.AddSingleton(new Network((host, _) => Task.FromResult(Resolve(host)), Dial));
        services.AddHttpClient(WebhookClient.ClientName).UseSocketsHttpHandler((handler, _) =>
            handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) =>
                presented?.GetCertHashString() == certificate.GetCertHashString());
    }

    /// <summary>Waits until so many events have come, and returns them in that order.</summary>
    public async Task<IReadOnlyList<Received>> Count(int count)
    {
        await Waiting.Until(() => Task.FromResult(received.Count >= count));
        return All;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        certificate.Dispose();
    }

    private async Task<Stream> Dial(IPEndPoint to, CancellationToken cancellationToken)
    {
        dialled.Enqueue(to);
        return await Network.System.Dial(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
    }

    private async Task Receive(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var one = new Received(
            http.Request.Method,
            $"https://{http.Request.Host}{http.Request.Path}{http.Request.QueryString}",
            http.Request.Headers.ToDictionary(header => header.Key, header => $"{header.Value}", StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync());
        received.Enqueue(one);
        await Answer(one, http);
    }
}

/// <summary>What a receiver got.</summary>
public sealed record Received(string Method, string Url, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string EventId => Headers[WebhookSignature.IdHeader];

    /// <summary>Whether it is signed by the secret, as a receiver checks it.</summary>
    public bool IsSignedBy(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var at = long.Parse(Headers[WebhookSignature.TimestampHeader], System.Globalization.CultureInfo.InvariantCulture);
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var expected = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{EventId}.{at}.{Body}"));
        return Headers[WebhookSignature.Header] == $"v1,{Convert.ToBase64String(expected)}"
            && Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - at) < 300;
    }
}
