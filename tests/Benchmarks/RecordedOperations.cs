using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Benchmarks;

/// <summary>The storage operations that one DIT and one checkout take, recorded between the portal and the storage.</summary>
/// <param name="BeforeAnswer">Those of the DIT that must be durable before the answer: its attachment and its transaction.</param>
/// <param name="UntilMailed">All of the DIT's until its mail is in the mailbox and all is settled, in order.</param>
/// <param name="Checkout">That of the checkout which must be durable before the answer: its transaction.</param>
internal sealed record RecordedOperations(
    IReadOnlyList<StorageRequest> BeforeAnswer, IReadOnlyList<StorageRequest> UntilMailed, IReadOnlyList<StorageRequest> Checkout)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    /// <summary>Runs a portal behind a proxy, raises a DIT to warm it up, and writes down what the next one and a checkout take.</summary>
    public static async Task<RecordedOperations> Record(StorageAccount storage)
    {
        await using var proxy = await StorageProxy.StartAsync(storage);
        await using var portal = await PortalProcess.StartAsync(proxy.Account);
        var client = await PortalClient.SignIn(portal);
        await RaiseUntilSettled(client, proxy, BenchData.Assets[^1]);
        await AwayFromTheSweep();
        var before = proxy.Requests.Count;
        await RaiseUntilSettled(client, proxy, BenchData.Assets[^2]);
        var all = proxy.Requests.Skip(before).Where(request => !IsWatching(request)).ToList();
        // Looking for messages when there are none is nobody's operation: one look for each message.
        var looks = all.Count(request => request.Operation == "PutMessage");
        all = [.. all.Where(request => !request.IsPoll || looks-- > 0)];
        await client.CheckOut(await client.SetCartItem());
        var version = await client.SetCartItem();
        before = proxy.Requests.Count;
        await client.CheckOut(version);
        return new RecordedOperations(
            [all.First(request => request.Operation == "PutBlob"), Transaction(all, "Dits")],
            all,
            [Transaction(proxy.Requests.Skip(before), "Orders")]);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', UntilMailed);

    private static StorageRequest Transaction(IEnumerable<StorageRequest> requests, string table) =>
        requests.First(request => request.Operation == "Transaction" && request.Resource == table);

    private static async Task RaiseUntilSettled(PortalClient client, StorageProxy proxy, string asset)
    {
        var number = await client.Raise(asset);
        while (!(await client.MailedDits(1)).Contains(number)) await Task.Delay(20);
        int count;
        do
        {
            count = Working(proxy);
            await Task.Delay(Quiet);
        }
        while (count < Working(proxy));
    }

    private static int Working(StorageProxy proxy) =>
        proxy.Requests.Count(request => !request.IsPoll && !IsWatching(request));

    /// <summary>Our own looking at the mailbox.</summary>
    private static bool IsWatching(StorageRequest request) => request is { Operation: "Query", Resource: "LocalMails" };

    /// <summary>Twice a minute the portal sweeps its outbox, which belongs to no DIT.</summary>
    private static async Task AwayFromTheSweep()
    {
        while (DateTime.UtcNow.Second % 30 is < 2 or > 24) await Task.Delay(TimeSpan.FromMilliseconds(200));
    }
}
