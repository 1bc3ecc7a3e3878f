using Dfm.Functions.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Dfm.Functions.Tests.Telemetry;

/// <summary>The platform's own settings decide whether anything is recorded.</summary>
public sealed class TelemetryServicesTests
{
    private const string ApplicationInsights =
        "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=http://127.0.0.1:9/;LiveEndpoint=http://127.0.0.1:9/";

    [Fact]
    public void WithoutSettings_NothingIsRecorded() => Assert.Empty(Services([]));

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", ApplicationInsights)]
    public void WithAnExporter_EverythingIsRecorded(string setting, string value)
    {
        using var provider = Services(
            new() { [setting] = value, ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "ClientId=some-client;Authorization=AAD" })
            .BuildServiceProvider();

        Assert.NotNull(provider.GetRequiredService<TracerProvider>());
        Assert.NotNull(provider.GetRequiredService<MeterProvider>());
    }

    private static ServiceCollection Services(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddTelemetry(configuration);
        if (services.Count > 0) services.AddSingleton<IConfiguration>(configuration);
        return services;
    }
}
