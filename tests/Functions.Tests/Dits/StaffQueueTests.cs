using Dfm.Functions.Storage;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Dits;

/// <summary>The staff's queue of DITs.</summary>
public sealed class StaffQueueTests(AzuriteFixture azurite)
{
    // Long enough for a request that does not wait to come in.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task DitThatIsSeenInTheQueue_CanBeOpened_AtOnce()
    {
        var listed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isOwned = false;
        var wasOwned = false;
        await using var proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        proxy.BeforeForwarding = async request =>
        {
            if (IsOwner(request)) await Task.WhenAny(listed.Task, Task.Delay(Moment, Stop));
            if (!IsInQueue(request)) return;
            wasOwned = isOwned;
            listed.TrySetResult();
        };
        proxy.AfterForwarding = request =>
        {
            isOwned |= IsOwner(request);
            return Task.CompletedTask;
        };
        await using var portal = await DitPortal.StartAsync(proxy.Account);

        using var answer = await DitPortal.Raise(portal.Supervisor, "p1", DitPortal.Form());
        await listed.Task.WaitAsync(Patience.Longest, Stop);

        Assert.True(wasOwned);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static bool IsWrite(StorageRequest request) =>
        request is { Resource: TableNames.DitQueues, Operation: "UpsertReplace" or "UpsertMerge" or "Insert" };

    private static bool IsOwner(StorageRequest request) => IsWrite(request) && request.RowKey == "owner";

    private static bool IsInQueue(StorageRequest request) => IsWrite(request) && request.PartitionKey == "AwaitingPlanning";
}
