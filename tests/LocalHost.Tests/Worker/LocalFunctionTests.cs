using System.Text.Json.Nodes;
using Dfm.LocalHost.Worker;
using Dfm.LocalHost.Worker.Protocol;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.Configuration;

namespace Dfm.LocalHost.Tests.Worker;

/// <summary>What the host makes of the functions' descriptions, which Microsoft's generator wrote for this assembly.</summary>
public sealed class LocalFunctionTests
{
    private static readonly FunctionBinding Get = new(new JsonObject { ["type"] = "httpTrigger", ["methods"] = new JsonArray("get") });

    [Theory]
    [InlineData("WEntity", "the binding 'entityTrigger' is not supported.")]
    [InlineData("WTopic", "topics are not supported; a queue is due.")]
    [InlineData("WSession", "sessions are not supported.")]
    [InlineData("WBatch", "batches are not supported.")]
    [InlineData("WText", "a message's parameter must be a ServiceBusReceivedMessage.")]
    [InlineData("WRetried", "retry policies of functions are not supported.")]
    [InlineData("WOtherHub", "clients of another task hub are not supported.")]
    [InlineData("WAlias", "orchestrators and activities have no second name here.")]
    public async Task Function_NotSupported_IsRefusedByASentence(string name, string expected)
    {
        var problems = new List<string>();

        LocalFunction.Read(await DescribeAsync(name), problems);

        Assert.Equal([$"Function '{name}': {expected}"], problems);
    }

    [Theory]
    [InlineData("queueTrigger", "In")]
    [InlineData("queue", "Out")]
    public void Binding_NotSupported_IsRefusedByASentence(string type, string direction)
    {
        var problems = new List<string>();
        var described = new RpcFunctionMetadata { Name = "F" };
        described.RawBindings.Add($$"""{"name":"a","type":"{{type}}","direction":"{{direction}}"}""");

        Assert.Null(LocalFunction.Read(described, problems));

        Assert.Equal([$"Function 'F': the binding '{type}' is not supported."], problems);
    }

    [Theory]
    [InlineData("portal/v1", "portal/v1/F")]
    [InlineData("", "F")]
    public void Routes_BeginWithThePrefix_AndEndWithTheNameOfAFunctionWithoutARoute(string prefix, string expected)
    {
        using var functions = new HttpFunctions();

        functions.Publish([new("1", "F", Get, [])], prefix, (_, _) => Task.CompletedTask);

        Assert.Equal(expected, Assert.IsType<RouteEndpoint>(Assert.Single(functions.Endpoints)).RoutePattern.RawText);
    }

    [Theory]
    [InlineData("AzureWebJobs.Named.Disabled", "true", true)]
    [InlineData("AzureWebJobs.named.Disabled", "True", true)]
    [InlineData("AzureWebJobs_Named_Disabled", "1", true)]
    [InlineData("AzureWebJobs.Named.Disabled", "false", false)]
    public void Setting_DisablesItsFunction(string setting, string value, bool expected) =>
        Assert.Equal(expected, Settings.IsDisabled(SettingsOf(setting, value), "Named"));

    [Fact]
    public void Text_NamesSettings_WhichMustBeThere()
    {
        var settings = SettingsOf("Queue", "emails");

        Assert.Equal("to-emails-now", Settings.Resolve(settings, "to-%Queue%-now"));
        var missing = Assert.Throws<InvalidOperationException>(() => Settings.Resolve(settings, "%Other%"));
        Assert.Equal("The setting 'Other' is missing.", missing.Message);
    }

    private static IConfiguration SettingsOf(string name, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)]).Build();

    private static async Task<RpcFunctionMetadata> DescribeAsync(string name)
    {
        var all = await new GeneratedFunctionMetadataProvider().GetFunctionMetadataAsync(AppContext.BaseDirectory);
        IFunctionMetadata one = all.Single(function => function.Name == name);
        return new()
        {
            Name = one.Name,
            RawBindings = { one.RawBindings },
            RetryOptions = one.Retry is null ? null : new RpcRetryOptions { MaxRetryCount = one.Retry.MaxRetryCount },
        };
    }
}
