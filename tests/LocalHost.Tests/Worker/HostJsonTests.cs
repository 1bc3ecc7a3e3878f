using Dfm.LocalHost.Worker;
using Microsoft.Extensions.Configuration;

namespace Dfm.LocalHost.Tests.Worker;

/// <summary>What host.json may say, and what stops the start.</summary>
public sealed class HostJsonTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void HonouredKeys_AreRead_WhateverTheirCase()
    {
        var host = Read("""
            {
              // The portal's own.
              "version": "2.0",
              "telemetryMode": "openTelemetry",
              "functionTimeout": "-1",
              "aggregator": { "batchSize": 10 },
              "logging": { "logLevel": { "default": "Error" }, "applicationInsights": { "samplingSettings": { "isEnabled": true } } },
              "Extensions": {
                "HTTP": { "RoutePrefix": "v1" },
                "durableTask": { "hubName": "Hub", "storageProvider": { "partitionCount": 1 } },
                "serviceBus": { "maxConcurrentCalls": 4, "autoCompleteMessages": false, "maxAutoLockRenewalDuration": "00:02:00" },
              }
            }
            """);

        Assert.Equal("v1", host.RoutePrefix);
        Assert.Equal((4, false, TimeSpan.FromMinutes(2)), (host.MaxConcurrentCalls, host.AutoCompleteMessages, host.MaxAutoLockRenewalDuration));
        Assert.Equal(("Hub", "1"), (host.DurableTask["hubName"], host.DurableTask["storageProvider:partitionCount"]));
    }

    [Fact]
    public void WithoutAFile_TheDefaultsHold()
    {
        File.Delete(path);

        var host = HostJson.Load(Settings());

        Assert.Equal(("api", 16, true), (host.RoutePrefix, host.MaxConcurrentCalls, host.AutoCompleteMessages));
        Assert.Equal(TimeSpan.FromMinutes(5), host.MaxAutoLockRenewalDuration);
    }

    [Fact]
    public void Setting_OverridesAKey()
    {
        var host = Read(
            """{ "version": "2.0", "logging": { "logLevel": { "default": "Error" } }, "extensions": { "durableTask": { "hubName": "Hub" } } }""",
                        ("AzureFunctionsJobHost:extensions:durableTask:hubName", "Other"),
            ("azurefunctionsjobhost:extensions:serviceBus:maxConcurrentCalls", "2"));

        Assert.Equal(("Other", 2), (host.DurableTask["hubName"], host.MaxConcurrentCalls));
    }

    [Theory]
    [InlineData("extensions:http:routePrefix", "v1")]
    [InlineData("functionTimeout", "00:05:00")]
    [InlineData("unknown", "x")]
    public void Setting_ThatOverridesWhatIsNotHonoured_IsRefused(string key, string value) =>
        AssertRefused("""{ "version": "2.0" }""", $"{key}'", ($"AzureFunctionsJobHost:{key}", value));

    [Theory]
    [InlineData("""{ "functionTimeout": "-1" }""", "host.json: 'version' is missing; it must be \"2.0\".")]
    [InlineData("""{ "version": "3.0" }""", "'version' with the value '3.0' is not honoured by the local host.")]
    [InlineData("""{ "version": "2.0", "functionTimeout": "00:05:00" }""", "'functionTimeout' with the value '00:05:00'")]
    [InlineData("""{ "version": "2.0", "watchDirectories": [ "Shared" ] }""", "'watchDirectories:0'")]
    [InlineData("""{ "version": "2.0", "extensions": { "http": { "routePrefix": "/v1" } } }""", "'extensions:http:routePrefix'")]
    [InlineData("""{ "version": "2.0", "extensions": { "serviceBus": { "maxConcurrentCalls": 0 } } }""", "serviceBus:maxConcurrentCalls'")]
    [InlineData("""{ "version": "2.0", "extensions": { "serviceBus": { "prefetchCount": 5 } } }""", "serviceBus:prefetchCount'")]
    [InlineData("""{ "version": "2.0", "extensions": { "serviceBus": { "maxAutoLockRenewalDuration": "long" } } }""", "maxAutoLockRenewalDuration'")]
    public void File_ThatSaysWhatIsNotHonoured_IsRefused(string json, string expected) => AssertRefused(json, expected);

    [Theory]
    [InlineData("""[ "2.0" ]""")]
    [InlineData("""{ "version": "2.0" """)]
    public void File_ThatIsNotJson_IsNamed(string json) =>
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => Read(json)).Message, StringComparison.Ordinal);

    private void AssertRefused(string json, string expected, params (string Name, string Value)[] settings) =>
        Assert.Contains(expected, Assert.Throws<InvalidOperationException>(() => Read(json, settings)).Message, StringComparison.Ordinal);

    private HostJson Read(string json, params (string Name, string Value)[] settings)
    {
        File.WriteAllText(path, json);
        return HostJson.Load(Settings(settings));
    }

    private IConfigurationRoot Settings(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection([new(HostJson.Setting, path), .. settings.Select(one => KeyValuePair.Create(one.Name, (string?)one.Value))])
        .Build();
}
