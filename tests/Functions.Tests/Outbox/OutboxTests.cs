using System.Net;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Outbox;

/// <summary>What follows from a command comes, and comes once, whatever the moment that something goes wrong at.</summary>
public sealed class OutboxTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Bus = "LocalServiceBus";
    private static readonly CustomerId Customer = CustomerId.Parse("c1");
    private static readonly DitNumber FortyTwo = DitNumber.Of(42);
    private StorageProxy proxy = null!;
    private DitPortal portal = null!;

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        portal = await Portal();
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Fact]
    public async Task AMessage_OfACommandThatWasNeverStored_IsLookedAtFourTimes_AndIsGone()
    {
        var commandId = Guid.NewGuid();

        await Announce(commandId);

        await Waiting.Until(async () => await Length() == 0 && LooksFor(commandId) == 4);
        Assert.Equal(0, await DeadLetters());
    }

    [Fact]
    public async Task ACommit_ThatComesAfterTheFirstLook_IsDispatched()
    {
        var commandId = Guid.NewGuid();
        await Announce(commandId);
        await Waiting.Until(() => Task.FromResult(LooksFor(commandId) == 1));

        await Store(commandId, DitEffects.Start(await Raised()));

        await Waiting.Until(async () => !await IsWaiting(commandId));
        await portal.MailsOf(FortyTwo, 1);
    }

    [Fact]
    public async Task AnEvent_BeforeItsInstanceExists_IsRaisedOnceTheInstanceDoes()
    {
        var raised = await Raised();
        var (early, start) = (Guid.NewGuid(), Guid.NewGuid());
        await Store(early, DitEffects.Of(Cancelled(raised), [])!);
        await Announce(early);
        // It fails again and again, as through an outage of any length.
        await Waiting.Until(() => Task.FromResult(LooksFor(early) >= 3));
        Assert.True(await IsWaiting(early));

        await Store(start, DitEffects.Start(raised));
        await Announce(start);

        await Waiting.Until(async () => !await IsWaiting(early));
        Assert.Equal(["dit-42-1-Raised", "dit-42-2-Cancelled"], await portal.MailsOf(FortyTwo, 2));
        Assert.Equal(0, await DeadLetters());
    }

    [Fact]
    public async Task Effects_ThatWereBrokenOffHalfWay_ArePerformedOnce()
    {
        var raised = await Raised();
        var commandId = Guid.NewGuid();
        // The first deletion of the row fails: all effects were performed, and are again.
        var failed = 0;
        proxy.Fault = request => request is { Operation: "Delete", Resource: TableNames.Dits } && IsOf(request, commandId) && failed++ < 5
            ? new StorageFault(StorageFaultKind.Refused) { Status = 500, Code = "InternalError" }
            : null;
        await Store(commandId, DitEffects.Start(raised), DitEffects.Of(Cancelled(raised), [])!);

        await Announce(commandId);

        await Waiting.Until(async () => !await IsWaiting(commandId));
        Assert.True(failed > 1);
        Assert.Equal(["dit-42-1-Raised", "dit-42-2-Cancelled"], await portal.MailsOf(FortyTwo, 2));
    }

    [Fact]
    public async Task AnEffect_ThatFailsForTooLong_LiesInTheDeadLetters_AndItsRowIsKept()
    {
        await Restart("GiveUpAfter", "00:00:01");
        var commandId = Guid.NewGuid();
        await Store(commandId, DitEffects.Of(Cancelled(await Raised()), [])!);

        await Announce(commandId);

        await Waiting.Until(async () => await DeadLetters() == 1);
        Assert.True(await IsWaiting(commandId));
    }

    [Fact]
    public async Task WhileServiceBusIsDown_ACommandIsRefused_AndNothingIsStored()
    {
        proxy.Fault = request => request.Resource == Bus ? new StorageFault(StorageFaultKind.Refused) { Status = 503, Code = "ServerBusy" } : null;

        using var refused = await DitPortal.Raise(portal.User, "p1", DitPortal.Form());

        await refused.IsProblem(HttpStatusCode.ServiceUnavailable, "temporarily-unavailable");
        Assert.NotNull(refused.Headers.RetryAfter);
        proxy.Fault = null;
        Assert.Empty(await Tables.GetTableClient(TableNames.Dits).QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop));
        await Raise();
    }

    [Fact]
    public async Task ATry_ThatBeginsLongAfterTheMessage_NeedsAnotherMessage()
    {
        await Restart("CommitWithin", "00:00:00.1");
        var tries = 0;
        // The first try meets a conflict, and takes its time.
        proxy.BeforeForwarding = async request =>
        {
            if (request is not { Operation: "Transaction", Resource: TableNames.Dits } || tries++ > 0) return;
            await Task.Delay(200, Stop);
            await Tables.GetTableClient(TableNames.Dits).AddEntityAsync(
                new TableEntity(Customer.Value, "o-p1") { [RowJson.Data] = "[]" }, Stop);
        };

        var dit = await Raise();

        Assert.Equal(2, tries);
        Assert.True(WasAnnounced(again: 1), "There was no second message.");
        Assert.Single(await portal.MailsOf(dit.Number, 1));
    }

    [Fact]
    public async Task ACommit_ThatIsCutOff_IsRecognisedWhenItWasStored()
    {
        await Restart("LongestCommit", "00:00:01");
        var held = new TaskCompletionSource();
        var transactions = 0;
        proxy.AfterForwarding = request => request is { Operation: "Transaction", Resource: TableNames.Dits } && transactions++ == 0
            ? held.Task
            : Task.CompletedTask;

        var dit = await Raise();
        held.SetResult();

        Assert.Single(await portal.MailsOf(dit.Number, 1));
        Assert.Single((await portal.User.Get<Page<DitSummary>>("/api/dits")).Items);
    }

    [Fact]
    public async Task TheSweep_DispatchesARowThatNobodyLooksForAnyMore_AndLogsAnError()
    {
        await Restart("OverdueAfter", "00:00:00.5");
        var commandId = Guid.NewGuid();
        await Store(commandId, DitEffects.Start(await Raised()));
        var sweep = ActivatorUtilities.CreateInstance<SweepOutbox>(portal.Portal.Services);

        await Waiting.Until(async () =>
        {
            await sweep.Run(new TimerInfo(), Stop);
            return !await IsWaiting(commandId);
        });

        await portal.MailsOf(FortyTwo, 1);
        Assert.Contains(portal.Portal.Logs.Lines, line => line.Contains($"Error Command {commandId}", StringComparison.Ordinal));
    }

    private TableServiceClient Tables => portal.Portal.Services.GetRequiredService<TableServiceClient>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<DitPortal> Portal(string setting = "FirstLook", string value = "00:00:00.2") => DitPortal.StartAsync(
        proxy.Account,
        settings: new Dictionary<string, string>
        {
            ["Outbox__ThirdLook"] = "00:00:01",
            ["Outbox__LastLook"] = "00:00:02",
            ["Outbox__CommitWithin"] = "00:00:01",
            ["Outbox__LongestCommit"] = "00:00:01",
            [$"Outbox__{setting}"] = value,
        });

    /// <summary>Another portal on the same storage, with another setting of the outbox.</summary>
    private async Task Restart(string setting, string value)
    {
        await portal.DisposeAsync();
        portal = await Portal(setting, value);
    }

    /// <summary>Raises a DIT, without waiting for what follows.</summary>
    private async Task<DitResponse> Raise()
    {
        using var response = await DitPortal.Raise(portal.User, "p1", DitPortal.Form());
        return await response.Read<DitResponse>(HttpStatusCode.Created);
    }

    /// <summary>DIT 42 as it would have been raised, without its row: the lifecycle needs none.</summary>
    private async Task<Dit> Raised()
    {
        var raised = await portal.Portal.Services.GetRequiredService<IDitStore>().Find(Customer, (await Raise()).Number, Stop);
        return raised!.Value with { Number = FortyTwo };
    }

    private static DitChange Cancelled(Dit raised) => DitDecisions.Decide(
        raised, new CancelByCustomer(raised.RaisedAt, raised.RaisedBy.ToActor(), "Réparé entre-temps.")).Value;

    private Task Announce(Guid commandId) =>
        portal.Portal.Services.GetRequiredService<OutboxQueue>().Announce(TableNames.Dits, Customer.Value, commandId, announcement: 0);

    private async Task Store(Guid commandId, params OutboxEffect[] effects) =>
        await Tables.GetTableClient(TableNames.Dits).AddEntityAsync(OutboxRows.Of(Customer.Value, commandId, effects), Stop);

    private async Task<bool> IsWaiting(Guid commandId) =>
        (await Tables.GetTableClient(TableNames.Dits).GetEntityIfExistsAsync<TableEntity>(
            Customer.Value, OutboxRows.Key(commandId), cancellationToken: Stop)).HasValue;

    private static bool IsOf(StorageRequest request, Guid commandId) => request.RowKey == OutboxRows.Key(commandId);

    private int LooksFor(Guid commandId) => proxy.Requests.Count(request => request.Operation is "Get" && IsOf(request, commandId));

    private bool WasAnnounced(int again) => proxy.Requests.Any(request =>
        request.Resource == Bus && request.Body?.Contains($"~{again}\"", StringComparison.Ordinal) is true);

    private async Task<QueueLength> Queue() =>
        (await portal.Portal.Client.Get<IReadOnlyList<QueueLength>>("/local/queues?format=json"))
            .Single(queue => queue.Name == OutboxQueue.Name);

    private async Task<int> Length() => (await Queue()).Length;

    private async Task<int> DeadLetters() => (await Queue()).DeadLetterLength;
}
