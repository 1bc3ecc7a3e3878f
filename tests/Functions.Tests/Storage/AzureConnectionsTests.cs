using System.Net;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Dfm.Functions.Storage;
using Dfm.Testing;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Storage;

/// <summary>The app's connections in Azure, where there are no keys: by the identity that the same settings name to the Functions host.</summary>
public sealed class AzureConnectionsTests
{
    private const string OfStorage = "11111111-2222-3333-4444-555555555555";
    private const string OfServiceBus = "66666666-7777-8888-9999-000000000000";

    private static readonly Dictionary<string, string?> InAzure = new()
    {
        ["AzureWebJobsStorage:blobServiceUri"] = "https://dfm.blob.core.windows.net/",
        ["AzureWebJobsStorage:tableServiceUri"] = "https://dfm.table.core.windows.net/",
        ["AzureWebJobsStorage:credential"] = "managedidentity",
        ["AzureWebJobsStorage:clientId"] = OfStorage,
        ["ServiceBus:fullyQualifiedNamespace"] = "sb-dfm.servicebus.windows.net",
        ["ServiceBus:credential"] = "managedidentity",
        ["ServiceBus:clientId"] = OfServiceBus,
    };

    [Fact]
    public async Task InAzure_ClientsAreWhereTheSettingsSay()
    {
        await using var services = Services(InAzure);

        Assert.Equal("https://dfm.table.core.windows.net/", services.GetRequiredService<TableServiceClient>().Uri.AbsoluteUri);
        Assert.Equal("https://dfm.blob.core.windows.net/", services.GetRequiredService<BlobServiceClient>().Uri.AbsoluteUri);
        Assert.Equal("sb-dfm.servicebus.windows.net", services.GetRequiredService<ServiceBusClient>().FullyQualifiedNamespace);
    }

    [Fact]
    public async Task InAzure_TheIdentityIsTheOneThatIsNamed()
    {
        await using var services = Services(InAzure);
        using var platform = new HttpListener { Prefixes = { $"http://127.0.0.1:{FreePorts.Take(1)[0]}/token/" } };
        platform.Start();
        // Where the platform hands out tokens; no other test asks for one.
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", platform.Prefixes.Single());
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", "secret");

        Assert.Equal(OfStorage, await IdentityAskedFor(services, "AzureWebJobsStorage", platform));
        Assert.Equal(OfServiceBus, await IdentityAskedFor(services, "ServiceBus", platform));
    }

    [Fact]
    public async Task OnALaptop_AConnectionStringIsEnough()
    {
        await using var services = Services(new()
        {
            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
            ["ServiceBus"] = "Endpoint=sb://localhost/;SharedAccessKeyName=key;SharedAccessKey=c2VjcmV0",
        });

        Assert.Equal("devstoreaccount1", services.GetRequiredService<TableServiceClient>().AccountName);
        Assert.Equal("localhost", services.GetRequiredService<ServiceBusClient>().FullyQualifiedNamespace);
    }

    [Fact]
    public async Task WithoutAConnection_TheMissingSettingIsNamed()
    {
        await using var services = Services([]);

        var failure = Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<TableServiceClient>());

        Assert.Equal("Set AzureWebJobsStorage or AzureWebJobsStorage__tableServiceUri.", failure.Message);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static ServiceProvider Services(Dictionary<string, string?> settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        .AddStorageClients()
        .AddServiceBusClient()
        .BuildServiceProvider();

    private static async Task<string?> IdentityAskedFor(ServiceProvider services, string connection, HttpListener platform)
    {
        var credential = services.GetRequiredService<AzureComponentFactory>()
            .CreateTokenCredential(services.GetRequiredService<IConfiguration>().GetSection(connection));
        var asking = credential.GetTokenAsync(new TokenRequestContext(["https://storage.azure.com/.default"]), Stop).AsTask();
        var request = await platform.GetContextAsync().WaitAsync(Patience.Longest, Stop);
        await using (var answer = new StreamWriter(request.Response.OutputStream))
        {
            var expiry = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();
            await answer.WriteAsync($$"""{ "access_token": "a token", "expires_on": "{{expiry}}", "resource": "storage", "token_type": "Bearer" }""");
        }

        Assert.Equal("a token", (await asking).Token);
        return request.Request.QueryString["client_id"];
    }
}
