using System.Net;
using System.Net.Http.Json;
using Dfm.Core.Dits;
using Dfm.Core.Orders;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Commands;

/// <summary>
/// A commit that was cut off reaches the storage later, while the command is tried again: it is stored once, and the response tells what was
/// stored.
/// </summary>
public sealed class LateCommitTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Settings = new() { ["Outbox__LongestCommit"] = "00:00:00.3" };
    private readonly TaskCompletionSource landed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StorageProxy proxy = null!;

    public async ValueTask InitializeAsync() => proxy = await StorageProxy.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => proxy.DisposeAsync();

    [Theory]
    [InlineData("Get")]
    [InlineData("Transaction")]
    public async Task AMessage_IsThereOnce(string heldOperation)
    {
        await using var portal = await DitPortal.StartAsync(proxy.Account, settings: Settings);
        var dit = await portal.Raised();
        CutOffFirst(TableNames.Dits, heldOperation, TableRowOf(dit), readsBefore: 0);

        using var response = await portal.User.PostAsJsonAsync($"/api/dits/{dit.Number}/messages", new { text = "Code 12." }, Stop);

        Assert.Equal(2, (await response.Read<DitResponse>(HttpStatusCode.Created)).Version);
        Assert.Single((await portal.Find(dit.Number)).Journal, entry => entry.Kind is DitEntryKind.Message);
    }

    [Theory]
    [InlineData("Get")]
    [InlineData("Transaction")]
    public async Task ACheckout_TellsTheNumbersOfTheOrdersThatExist(string heldOperation)
    {
        await using var portal = await OrderPortal.StartAsync(proxy.Account, settings: Settings);
        var cart = await OrderPortal.Filled(portal.User, "p1", [OrderPortal.Line("T-K", 1)]);
        // The cart is read once to see whether it was stored, and then to try again.
        CutOffFirst(TableNames.Orders, heldOperation, "cart-paul", readsBefore: 1);

        using var response = await OrderPortal.Checkout(portal.User, cart.Version);

        var ordered = Assert.Single((await response.Read<CheckoutResponse>(HttpStatusCode.Created)).Orders);
        Assert.Equal(ordered.Number, Assert.Single(await portal.User.GetAll<OrderSummary>("/api/orders")).Number);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string TableRowOf(DitResponse dit) => TableDitStore.Schema.RootKey(dit.Number.Sequence);

    /// <summary>Lets the first transaction reach the storage late, and holds the second one or the load before it until it has.</summary>
    private void CutOffFirst(string table, string heldOperation, string row, int readsBefore)
    {
        var (first, reads) = (0, 0);
        proxy.Fault = request =>
        {
            if (request is not { Operation: "Transaction" } || request.Resource != table || first != 0) return null;
            first = request.Number;
            return new StorageFault(StorageFaultKind.Late) { Delay = TimeSpan.FromSeconds(2) };
        };
        proxy.AfterForwarding = request =>
        {
            if (request.Number == first) landed.TrySetResult();
            return Task.CompletedTask;
        };
        proxy.BeforeForwarding = request =>
        {
            var isLoad = first != 0 && request.Operation is "Get" && request.RowKey == row && reads++ >= readsBefore;
            var isHeld = first != 0 && request.Resource == table && (heldOperation is "Get" ? isLoad : request.Operation is "Transaction");
            return isHeld ? landed.Task : Task.CompletedTask;
        };
    }
}
