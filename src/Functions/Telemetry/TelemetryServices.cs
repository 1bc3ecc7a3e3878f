using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Dfm.Functions.Telemetry;

/// <summary>
/// Traces, metrics and logs by OpenTelemetry, exported to where the platform's own settings say; where these say nothing, nothing is
/// recorded. What is recorded names numbers and ids, never a person.
/// </summary>
public static class TelemetryServices
{
    private const string Otlp = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string AzureMonitor = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string AzureMonitorIdentity = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>
    /// The sources of spans: the calls of Azure, and Durable Functions in the same process, as on a laptop. Not <c>Azure.Core.Http</c>: its
    /// URLs hold the keys of rows, such as what somebody signs in with.
    /// </summary>
    private static readonly string[] Sources =
    [
        "Azure.Data.Tables.*", "Azure.Storage.Blobs.*", "Azure.Messaging.ServiceBus.*",
        "Microsoft.DurableTask", "DurableTask.*", "WebJobs.Extensions.DurableTask",
    ];

    /// <summary>Registers what the settings ask for.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var (otlp, monitor) = (configuration[Otlp] is { Length: > 0 }, configuration[AzureMonitor] is { Length: > 0 });
        if (!otlp && !monitor) return services;
        var telemetry = services.Instrument();
        if (otlp) telemetry.UseOtlpExporter();
        if (monitor) telemetry.UseAzureMonitorExporter(options => Authenticate(options, configuration));
        services.AddHostedService<QueueWatch>();
        return services;
    }

    /// <summary>Records, and exports nowhere yet.</summary>
    public static IOpenTelemetryBuilder Instrument(this IServiceCollection services)
    {
        // The official clients' spans are experimental in their names, and so off by default.
        AppContext.SetSwitch("Azure.Experimental.EnableActivitySource", true);
        return services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithTracing(tracing => tracing
                .AddSource(Sources)
                .AddAspNetCoreInstrumentation(http => http.Filter = context => IsOfPortal(context.Request))
                .AddHttpClientInstrumentation(http => http.FilterHttpRequestMessage = IsOfSendGrid))
            .WithMetrics(metrics => metrics.AddMeter(PortalMetrics.MeterName).AddAspNetCoreInstrumentation())
            .WithLogging(null, logs => logs.IncludeFormattedMessage = true);
    }

    /// <summary>Not the local host's own pages and channels; nor what asks every few seconds whether all is well.</summary>
    private static bool IsOfPortal(HttpRequest request) =>
        request.Path.StartsWithSegments("/api", out var route) && !route.StartsWithSegments("/health");

    /// <summary>Requests to storage are spans of its clients already.</summary>
    private static bool IsOfSendGrid(HttpRequestMessage request) =>
        request.RequestUri?.AbsolutePath.EndsWith("/v3/mail/send", StringComparison.Ordinal) is true;

    private static void Authenticate(AzureMonitorExporterOptions options, IConfiguration configuration)
    {
        options.ConnectionString = configuration[AzureMonitor];
        if (configuration[AzureMonitorIdentity] is not { Length: > 0 } identity) return;
        // As the Functions host reads it: « ClientId=…;Authorization=AAD », the first part for an identity that is assigned by a user.
        var client = identity.Split(';', StringSplitOptions.TrimEntries)
            .FirstOrDefault(part => part.StartsWith("ClientId=", StringComparison.OrdinalIgnoreCase))?.Split('=', 2)[1];
        options.Credential = new ManagedIdentityCredential(
            client is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(client));
    }
}
