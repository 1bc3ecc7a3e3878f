using Dfm.LocalRuntime.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>What does not start, and why.</summary>
public sealed class HostTests
{
    [Theory]
    [InlineData(typeof(TwoTriggers), "Function 'Two' (Dfm.LocalRuntime.Tests.Worker.HostTests+TwoTriggers.Run) has 2 triggers")]
    [InlineData(typeof(SameNames), "Two functions are named 'SAME'.")]
    [InlineData(typeof(UnknownParameter), "Function 'Unknown': nothing provides the parameter 'number' of type System.Int32.")]
    [InlineData(typeof(NotPublic), "Function 'Hidden' (Dfm.LocalRuntime.Tests.Worker.HostTests+NotPublic.Run) is not a public method")]
    [InlineData(typeof(WrongResult), "Function 'Wrong': its result of type System.Int32 goes nowhere.")]
    [InlineData(typeof(WrongTrigger), "Function 'WrongTrigger': its trigger's parameter is a System.String")]
    public void Function_NotHonoured_IsNamedAtStart(Type functions, string expected)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => TestApp.Build(functions.FullName!));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "version": "2.0", "functionTimeout": "00:05:00" }""", "'functionTimeout'")]
    [InlineData("""{ "version": "1.0" }""", "'version'")]
    [InlineData("""{ "extensions": { "serviceBus": { "prefetchCount": 5 } } }""", "'extensions.serviceBus.prefetchCount'")]
    [InlineData("""{ "extensions": { "serviceBus": { "maxConcurrentCalls": 0 } } }""", "'extensions.serviceBus.maxConcurrentCalls'")]
    public void HostJson_KeyNotHonoured_IsNamed(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidOperationException>(() => HostJson.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void HostJson_HonouredKeys_AreRead()
    {
        var host = HostJson.Parse("""
            {
              // The portal's own.
              "version": "2.0",
              "logging": { "logLevel": { "default": "Error" }, "applicationInsights": { "samplingSettings": { "isEnabled": true } } },
              "extensions": {
                "http": { "routePrefix": "/v1/" },
                "durableTask": { "hubName": "Hub" },
                "serviceBus": { "maxConcurrentCalls": 3, "autoCompleteMessages": false, "maxAutoLockRenewalDuration": "00:02:00" }
              }
            }
            """);

        Assert.Equal("v1", host.RoutePrefix);
        Assert.Equal("Hub", host.HubName);
        Assert.Equal(3, host.MaxConcurrentCalls);
        Assert.False(host.AutoCompleteMessages);
        Assert.Equal(TimeSpan.FromMinutes(2), host.MaxAutoLockRenewalDuration);
        Assert.Equal("Error", host.LogLevels["default"]);
    }

    [Fact]
    public void HttpFunction_WithoutWebApplication_DoesNotStart()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration[FunctionCatalog.Setting] = $"{typeof(HostTests).Assembly.GetName().Name}:{typeof(Plain).FullName}";

        var refusal = Assert.Throws<InvalidOperationException>(() => builder.Build());

        Assert.Contains("ConfigureFunctionsWebApplication", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_LogsNothing()
    {
        await using var app = await TestApp.StartAsync(typeof(Plain));

        Assert.DoesNotContain(app.Log.Entries, entry => entry.Level >= LogLevel.Information);
    }

    public static class Plain
    {
        [Function("Plain")]
        public static IResult Run([HttpTrigger("get")] HttpRequest request) => Results.Ok();
    }

    public static class TwoTriggers
    {
        [Function("Two")]
        public static void Run([HttpTrigger] HttpRequest request, [TimerTrigger("0 0 0 * * *")] TimerInfo timer)
        {
        }
    }

    public static class SameNames
    {
        [Function("Same")]
        public static void First([HttpTrigger] HttpRequest request)
        {
        }

        [Function("SAME")]
        public static void Second([HttpTrigger] HttpRequest request)
        {
        }
    }

    public static class UnknownParameter
    {
        [Function("Unknown")]
        public static void Run([HttpTrigger(Route = "unknown/{other}")] HttpRequest request, int number)
        {
        }
    }

    public static class NotPublic
    {
        [Function("Hidden")]
        internal static void Run([HttpTrigger] HttpRequest request)
        {
        }
    }

    public static class WrongResult
    {
        [Function("Wrong")]
        public static Task<int> Run([HttpTrigger] HttpRequest request) => Task.FromResult(1);
    }

    public static class WrongTrigger
    {
        [Function("WrongTrigger")]
        public static void Run([HttpTrigger] string body)
        {
        }
    }
}
