using System.Reflection;
using System.Text.Json.Nodes;
using Dfm.Testing;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Extensions.Configuration;

namespace Dfm.Infra.Tests.Publish;

/// <summary>host.json holds what the host's extensions read, and nothing that they would silently leave out.</summary>
public sealed class HostJsonTests
{
    private static readonly IConfigurationSection Extensions = new ConfigurationBuilder()
        .AddJsonFile(RepositoryRoot.PathOf("host.json")).Build().GetSection("extensions");

    [Fact]
    public void Extensions_AreThoseThatTheAppUses() =>
        Assert.Equal(["durableTask", "http", "serviceBus"], Extensions.GetChildren().Select(one => one.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void DurableTask_IsReadByItsExtension()
    {
        var options = new DurableTaskOptions();
        Extensions.GetSection("durableTask").Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);

        Assert.Equal("DfmPortal", options.HubName);
        Assert.False(options.ExtendedSessionsEnabled);
    }

    [Fact]
    public void StorageProvider_IsReadByTheProviderOfAzure()
    {
        var options = typeof(DurableTaskOptions).Assembly.GetType("Microsoft.Azure.WebJobs.Extensions.DurableTask.AzureStorageOptions", throwOnError: true)!;
        var known = options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name);
        var given = Extensions.GetSection("durableTask:storageProvider");

        Assert.Equal("AzureStorage", given["type"]);
        Assert.All(
            given.GetChildren().Where(one => one.Key != "type"), one => Assert.Contains(one.Key, known, StringComparer.OrdinalIgnoreCase));
        var read = given.Get(options, binder => binder.ErrorOnUnknownConfiguration = false)!;
        Assert.Equal(4, options.GetProperty("PartitionCount")!.GetValue(read));
        Assert.Equal(TimeSpan.FromMinutes(1), options.GetProperty("ControlQueueVisibilityTimeout")!.GetValue(read));
    }

    /// <summary>Of ServiceBusOptions, whose package is not served: names as Microsoft's documentation of host.json has them.</summary>
    [Fact]
    public void ServiceBus_HasOptionsOfItsExtension() => Assert.Subset(
        new HashSet<string>
        {
            "clientRetryOptions", "prefetchCount", "transportType", "webProxy", "autoCompleteMessages", "maxAutoLockRenewalDuration",
            "maxConcurrentCalls", "maxConcurrentSessions", "maxMessageBatchSize", "minMessageBatchSize", "maxBatchWaitTime", "sessionIdleTimeout",
            "enableCrossEntityTransactions",
        },
        Extensions.GetSection("serviceBus").GetChildren().Select(one => one.Key).ToHashSet());

    [Fact]
    public void Version_IsThatOfTheHost() =>
        Assert.Equal("2.0", (string)JsonNode.Parse(File.ReadAllText(RepositoryRoot.PathOf("host.json")))!["version"]!);
}
