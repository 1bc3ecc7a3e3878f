using System.Reflection;
using System.Text.Json.Nodes;
using Dfm.Functions;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Dfm.Infra.Tests.Publish;

/// <summary>
/// What is published for Azure is what the Functions host looks for there. The package registry does not serve the worker's Service Bus
/// extension: its types stand in, and the host's part of it is missing.
/// </summary>
/// <param name="app">The app, published once.</param>
public sealed class PublishForAzureTests(PublishedApp app) : IClassFixture<PublishedApp>
{
    [Fact]
    public void FunctionsMetadata_ListsEveryFunctionWithItsTrigger()
    {
        var listed = app.Json("functions.metadata").AsArray();

        Assert.Equal(Declared(), listed.Select(one => (Text(one, "name"), TriggerOf(one!["bindings"]!.AsArray()))).Order());
        Assert.All(listed, one => Assert.Equal(("Dfm.Functions.dll", "dotnet-isolated"), (Text(one, "scriptFile"), Text(one, "language"))));
    }

    [Fact]
    public async Task Worker_TellsTheHostTheSameFunctions()
    {
        var provider = app.Assembly.GetType("Dfm.Functions.GeneratedFunctionMetadataProvider", throwOnError: true)!;

        var told = await ((IFunctionMetadataProvider)Activator.CreateInstance(provider)!).GetFunctionMetadataAsync(app.Folder);

        Assert.Equal(Declared(), told.Select(one => (one.Name!, TriggerOf(one.RawBindings!.Select(json => JsonNode.Parse(json))))).Order());
    }

    [Fact]
    public void WorkerConfig_StartsTheApp()
    {
        var worker = app.Json("worker.config.json")["description"];

        Assert.Equal(
            ("dotnet-isolated", "dotnet", "Dfm.Functions.dll"),
            (Text(worker, "language"), Text(worker, "defaultExecutablePath"), Text(worker, "defaultWorkerPath")));
        Assert.True(app.Has("Dfm.Functions.dll") && app.Has("Dfm.Functions.runtimeconfig.json"));
        Assert.Equal(File.ReadAllText(RepositoryRoot.PathOf("host.json")), File.ReadAllText(Path.Combine(app.Folder, "host.json")));
    }

    /// <summary>HTTP and timers are the host's own. « Startup » is the SDK's: it reads functions.metadata.</summary>
    [Fact]
    public void Extensions_AreDurableFunctionsOnAzureStorage_AndServiceBusAloneIsMissing()
    {
        var extensions = app.Json("extensions.json")["extensions"]!.AsArray();

        Assert.Equal(["DurableTask", "Startup"], extensions.Select(one => Text(one, "name")).Order());
        Assert.Contains(extensions, one => Text(one, "typeName").StartsWith(
            "Microsoft.Azure.WebJobs.Extensions.DurableTask.DurableTaskWebJobsStartup, Microsoft.Azure.WebJobs.Extensions.DurableTask, ",
            StringComparison.Ordinal));
        Assert.All(extensions, one => Assert.True(app.Has(Text(one, "hintPath"))));
        Assert.True(app.Has(".azurefunctions/DurableTask.AzureStorage.dll"));
        Assert.Equal(
            ["ActivityTrigger", "HttpTrigger", "OrchestrationTrigger", "ServiceBusTrigger", "TimerTrigger"],
            Declared().Select(one => one.Trigger).Distinct().Order());
    }

    [Fact]
    public void App_HoldsNothingOfTheLocalHost() => Assert.DoesNotContain(
        Directory.EnumerateFiles(app.Folder).Select(Path.GetFileName),
        name => name!.Contains("Local", StringComparison.Ordinal) || name.Contains("WebJobs", StringComparison.Ordinal));

    /// <summary>The sources of packages here do not serve it; where they do, the publish goes on.</summary>
    [Fact]
    public async Task Package_ThatIsNotServed_IsNamedInOneSentence()
    {
        var (status, printed) = await app.PublishWithOfficialServiceBus(TestContext.Current.CancellationToken);

        if (status == 0) return;
        var error = Assert.Single(printed.Split('\n'), line => line.Contains("error", StringComparison.Ordinal));
        Assert.Contains(
            "The package sources do not serve Microsoft.Azure.Functions.Worker.Extensions.ServiceBus 5.24.0, which the host in Azure needs",
            error, StringComparison.Ordinal);
        Assert.DoesNotContain("NU1101", printed, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, string Trigger)> Declared() => (
        from type in typeof(PortalHost).Assembly.GetTypes()
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        let trigger = method.GetParameters().SelectMany(one => one.GetCustomAttributes<TriggerBindingAttribute>()).Single()
        select (function.Name, trigger.GetType().Name.Replace("Attribute", "", StringComparison.Ordinal))).Order();

    private static string TriggerOf(IEnumerable<JsonNode?> bindings)
    {
        var type = bindings.Select(one => Text(one, "type")).Single(one => one.EndsWith("Trigger", StringComparison.Ordinal));
        return char.ToUpperInvariant(type[0]) + type[1..];
    }

    private static string Text(JsonNode? json, string name) => (string)json![name]!;
}
