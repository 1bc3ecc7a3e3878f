using System.Diagnostics;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Infrastructure;

public sealed class StorageProxyTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task TableRequests_AreRecordedWithTheirKeys()
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        var table = new TableClient(proxy.Account.ConnectionString, "things");
        await table.CreateAsync(Stop);
        await table.AddEntityAsync(new TableEntity("p 1", "r'é 1") { ["Name"] = "x" }, Stop);
        var read = await table.GetEntityAsync<TableEntity>("p 1", "r'é 1", cancellationToken: Stop);
        await table.UpdateEntityAsync(read.Value, read.Value.ETag, TableUpdateMode.Replace, Stop);
        await table.UpsertEntityAsync(read.Value, TableUpdateMode.Merge, Stop);
        await foreach (var _ in table.QueryAsync<TableEntity>("PartitionKey eq 'p 1' and RowKey ge 'r'", cancellationToken: Stop)) { }
        await table.AddEntityAsync(new TableEntity("p 1", "r3"), Stop);
        await table.SubmitTransactionAsync(
            [
                new TableTransactionAction(TableTransactionActionType.UpdateReplace, read.Value, ETag.All),
                new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p 1", "r2")),
                new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity("p 1", "r3"), ETag.All),
            ],
            Stop);
        await table.DeleteEntityAsync("p 1", "r'é 1", ETag.All, Stop);

        Assert.Equal(
            [
                "1 CreateTable Tables",
                "2 Insert things p 1/r'é 1",
                "3 Get things p 1/r'é 1",
                "4 Replace things p 1/r'é 1",
                "5 UpsertMerge things p 1/r'é 1",
                "6 Query things PartitionKey eq 'p 1' and RowKey ge 'r'",
                "7 Insert things p 1/r3",
                "8 Transaction things [Replace p 1/r'é 1, Insert p 1/r2, Delete p 1/r3]",
                "9 Delete things p 1/r'é 1",
            ],
            proxy.Requests.Select(request => request.ToString()));
        Assert.All(proxy.Requests, request => Assert.True(request.NamesItsKeys, request.ToString()));
    }

    [Fact]
    public async Task BlobAndQueueRequests_AreRecorded_AndBelongToTheirTrace()
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        var connection = proxy.Account.ConnectionString;
        using var call = new Activity("call").Start();
        var container = new BlobContainerClient(connection, "files");
        await container.CreateAsync(cancellationToken: Stop);
        await container.UploadBlobAsync("c 1/é.png", BinaryData.FromString("x"), Stop);
        Assert.Equal("x", (await container.GetBlobClient("c 1/é.png").DownloadContentAsync(Stop)).Value.Content.ToString());
        call.Stop();

        Assert.Equal(
            ["1 CreateContainer files", "2 PutBlob files c 1/é.png", "3 GetBlob files c 1/é.png"],
            proxy.RequestsOf(call.TraceId.ToHexString()).Select(request => request.ToString()));
    }

    [Fact]
    public async Task Callbacks_RunBeforeAndAfterTheStorageActs()
    {
        var account = azurite.NewAccount();
        await using var proxy = await StorageProxy.StartAsync(account);
        var direct = new TableClient(account.ConnectionString, "things");
        await direct.CreateAsync(Stop);
        var seen = new List<bool>();
        async Task LookAsync(StorageRequest request) =>
            seen.Add((await direct.GetEntityIfExistsAsync<TableEntity>(request.PartitionKey, request.RowKey, cancellationToken: Stop)).HasValue);
        proxy.BeforeForwarding = LookAsync;
        proxy.AfterForwarding = LookAsync;

        await new TableClient(proxy.Account.ConnectionString, "things").AddEntityAsync(new TableEntity("p", "r"), Stop);

        Assert.Equal([false, true], seen);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
