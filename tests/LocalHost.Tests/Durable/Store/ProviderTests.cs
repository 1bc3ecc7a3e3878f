using Dfm.LocalHost.Durable.Store;
using Dfm.Testing;
using DurableTask.Core;
using DurableTask.Core.Query;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dfm.LocalHost.Tests.Durable.Store;

/// <summary>The store as the host's Durable extension gets it.</summary>
public sealed class ProviderTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Provider_InAHost_AnswersWhatTheExtensionAsks()
    {
        using var host = new HostBuilder()
            .ConfigureWebJobs(jobs => jobs.AddDurableTask(options =>
            {
                options.HubName = "extension";
                options.StorageProvider["type"] = "LocalTables";
                options.LocalRpcEndpointEnabled = false;
            }))
            .ConfigureAppConfiguration(settings => settings.AddInMemoryCollection(
                new Dictionary<string, string?> { ["AzureWebJobsStorage"] = azurite.NewAccount().ConnectionString, ["CONTAINER_NAME"] = "" }))
            .ConfigureServices(services => services.AddSingleton<IDurabilityProviderFactory, LocalTablesProviderFactory>())
            .Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var client = host.Services.GetServices<IDurabilityProviderFactory>().Last().GetDurabilityProvider();
        Assert.Equal("AzureWebJobsStorage", client.ConnectionName);
        await new TaskHubClient(client).CreateOrchestrationInstanceAsync("Any", "", "one", 1);
        Assert.Equal("1", (await client.GetOrchestrationStateWithInputsAsync("one"))[0].Input);
        var found = await ((IOrchestrationServiceQueryClient)client).GetOrchestrationWithQueryAsync(new OrchestrationQuery(), CancellationToken.None);
        Assert.Equal("one", found.OrchestrationState.Single().OrchestrationInstance.InstanceId);
        await host.StopAsync(CancellationToken.None);
    }
}
