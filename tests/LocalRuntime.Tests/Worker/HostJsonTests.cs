using Dfm.LocalRuntime.Worker;
using Microsoft.Extensions.Configuration;

namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>What host.json may say, and what stops the start.</summary>
public sealed class HostJsonTests
{
    [Fact]
    [Documented(WorkerPages.HostJson)]
    public void HonouredKeys_AreRead_WhateverTheirCase()
    {
        var host = Read("""
            {
              // The portal's own.
              "version": "2.0",
              "functionTimeout": "-1",
              "aggregator": { "batchSize": 10 },
              "logging": { "logLevel": { "default": "Error" }, "applicationInsights": { "samplingSettings": { "isEnabled": true } } },
              "Extensions": {
                "HTTP": { "RoutePrefix": "v1" },
                "durableTask": { "HubName": "Hub", "maxConcurrentActivityFunctions": 2, "maxConcurrentOrchestratorFunctions": "3" },
                "serviceBus": { "maxConcurrentCalls": "4", "autoCompleteMessages": false, "maxAutoLockRenewalDuration": "00:02:00" },
              }
            }
            """);

        Assert.Equal("v1", host.RoutePrefix);
        Assert.Equal(("Hub", 2, 3), (host.HubName, host.MaxConcurrentActivityFunctions, host.MaxConcurrentOrchestratorFunctions));
        Assert.Equal((4, false), (host.MaxConcurrentCalls, host.AutoCompleteMessages));
        Assert.Equal(TimeSpan.FromMinutes(2), host.MaxAutoLockRenewalDuration);
        Assert.Equal("Error", host.LogLevels["default"]);
    }

    [Fact]
    [Documented(WorkerPages.HostJson)]
    public void WithoutAFile_TheDefaultsHold()
    {
        var host = HostJson.Load(Settings([(HostJson.Setting, "/nowhere/host.json")]), []);

        Assert.Equal(("api", 16, true), (host.RoutePrefix, host.MaxConcurrentCalls, host.AutoCompleteMessages));
        Assert.Equal(TimeSpan.FromMinutes(5), host.MaxAutoLockRenewalDuration);
    }

    [Fact]
    [Documented(WorkerPages.HostJsonOverrides)]
    public void Setting_OverridesAKey()
    {
        var problems = new List<string>();

        var host = Read(
            """{ "version": "2.0", "logging": { "logLevel": { "default": "Error" } } }""",
            problems,
            ("AzureFunctionsJobHost:logging:logLevel:default", "Debug"),
            ("AzureFunctionsJobHost:logging:logLevel:Microsoft.AspNetCore", "Trace"),
            ("azurefunctionsjobhost:extensions:serviceBus:maxConcurrentCalls", "2"));

        Assert.Empty(problems);
        Assert.Equal(("Debug", "Trace"), (host.LogLevels["default"], host.LogLevels["Microsoft.AspNetCore"]));
        Assert.Equal(2, host.MaxConcurrentCalls);
    }

    [Theory]
    [InlineData("extensions:http:routePrefix", "v1")]
    [InlineData("functionTimeout", "00:05:00")]
    [InlineData("unknown", "x")]
    public void Setting_ThatOverridesWhatIsNotHonoured_IsRefused(string key, string value)
    {
        var problems = new List<string>();

        Read("""{ "version": "2.0" }""", problems, ($"AzureFunctionsJobHost:{key}", value));

        Assert.Equal(
            $"The setting 'AzureFunctionsJobHost:{key}' with the value '{value}' is not honoured by the local runtime.",
            Assert.Single(problems));
    }

    [Theory]
    [InlineData("""{ "functionTimeout": "-1" }""", "host.json: 'version' is missing; it must be \"2.0\".")]
    [InlineData("""{ "Version": "2.0" }""", "host.json: 'version' is missing; it must be \"2.0\".")]
    [InlineData("""{ "version": "1.0" }""", "'version' with the value \"1.0\" is not honoured")]
    [InlineData("""{ "version": "3.0" }""", "'version' with the value \"3.0\" is not honoured")]
    [InlineData("""[ "2.0" ]""", "host.json is not a JSON object.")]
    [InlineData("""{ "version": "2.0" """, "host.json is not JSON: ")]
    [InlineData("", "host.json is not JSON: ")]
    [Documented(WorkerPages.HostJson)]
    public void File_ThatIsNoHostJson_IsRefused(string json, string expected) => AssertRefused(json, expected);

    [Theory]
    [InlineData("functionTimeout", "\"00:05:00\"")]
    [InlineData("functionTimeout", "null")]
    [InlineData("id", "\"portal\"")]
    [InlineData("functions", "[ \"One\" ]")]
    [InlineData("watchDirectories", "[ \"Shared\" ]")]
    [InlineData("retry.strategy", "\"fixedDelay\"")]
    [InlineData("healthMonitor.enabled", "true")]
    [InlineData("concurrency.dynamicConcurrencyEnabled", "true")]
    [InlineData("singleton.lockPeriod", "\"00:00:15\"")]
    [InlineData("extensionBundle.id", "\"Microsoft.Azure.Functions.ExtensionBundle\"")]
    [InlineData("customHandler.enableForwardingHttpRequest", "true")]
    [InlineData("telemetryMode", "\"OpenTelemetry\"")]
    [InlineData("logging.fileLoggingMode", "\"always\"")]
    [InlineData("logging.console.isEnabled", "false")]
    [InlineData("logging.logLevel.default", "\"Loud\"")]
    [InlineData("extensions.queues.batchSize", "16")]
    [InlineData("extensions.http.routePrefix", "\"v1/\"")]
    [InlineData("extensions.http.routePrefix", "\"/v1\"")]
    [InlineData("extensions.http.maxConcurrentRequests", "100")]
    [InlineData("extensions.http.maxOutstandingRequests", "200")]
    [InlineData("extensions.http.dynamicThrottlesEnabled", "true")]
    [InlineData("extensions.http.customHeaders.X-Content-Type-Options", "\"nosniff\"")]
    [InlineData("extensions.http.hsts.isEnabled", "true")]
    [InlineData("extensions.durableTask.storageProvider.type", "\"mssql\"")]
    [InlineData("extensions.durableTask.maxConcurrentActivityFunctions", "0")]
    [InlineData("extensions.durableTask.maxConcurrentOrchestratorFunctions", "\"few\"")]
    [InlineData("extensions.durableTask.extendedSessionsEnabled", "true")]
    [InlineData("extensions.serviceBus.maxConcurrentCalls", "0")]
    [InlineData("extensions.serviceBus.maxConcurrentCalls", "1.5")]
    [InlineData("extensions.serviceBus.autoCompleteMessages", "\"yes\"")]
    [InlineData("extensions.serviceBus.maxAutoLockRenewalDuration", "\"-00:01:00\"")]
    [InlineData("extensions.serviceBus.maxAutoLockRenewalDuration", "\"long\"")]
    [InlineData("extensions.serviceBus.prefetchCount", "5")]
    [InlineData("extensions.serviceBus.clientRetryOptions.maxRetries", "3")]
    [InlineData("extensions.serviceBus.maxConcurrentSessions", "8")]
    public void Key_NotHonoured_IsRefused(string key, string value)
    {
        var names = key.Split('.');
        var json = names.Reverse().Aggregate(value, (inner, name) => $$"""{ "{{name}}": {{inner}} }""");

        AssertRefused(
            $$"""{ "version": "2.0", {{json[1..]}}""",
            $"host.json: '{key}' with the value {value} is not honoured by the local runtime.");
    }

    [Theory]
    [InlineData("1Hub")]
    [InlineData("Hub-1")]
    [InlineData("%Hub%")]
    [InlineData("H")]
    [InlineData("A123456789012345678901234567890123456789012345")]
    [Documented(WorkerPages.TaskHubs)]
    public void HubName_ThatIsNoTaskHubsName_IsRefused(string name) => AssertRefused(
        $$"""{ "version": "2.0", "extensions": { "durableTask": { "hubName": "{{name}}" } } }""",
        $"host.json: 'extensions.durableTask.hubName' with the value \"{name}\" is not honoured by the local runtime.");

    private static void AssertRefused(string json, string expected)
    {
        var problems = new List<string>();
        Read(json, problems);
        Assert.Contains(expected, Assert.Single(problems), StringComparison.Ordinal);
    }

    private static HostJson Read(string json)
    {
        var problems = new List<string>();
        var host = Read(json, problems);
        Assert.Empty(problems);
        return host;
    }

    private static HostJson Read(string json, List<string> problems, params (string Name, string Value)[] settings)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, json);
        return HostJson.Load(Settings([(HostJson.Setting, path), .. settings]), problems);
    }

    private static IConfigurationRoot Settings((string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
