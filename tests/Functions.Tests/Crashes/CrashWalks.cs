using System.Collections.Concurrent;
using System.Diagnostics;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Crashes;

/// <summary>
/// The portal is killed at many moments of a walk through it, and started again. Whatever was answered holds, all that follows from it
/// comes, and comes once.
/// </summary>
/// <typeparam name="TWalked">What a walk has made.</typeparam>
/// <param name="azurite">The storage.</param>
/// <remarks>
/// An eighth of the moments that a walk names, since each takes the start of a process; the environment's <c>CRASH_MOMENTS</c> asks for
/// <c>many</c>, which are those, <c>all</c> that there are, or some that one portal is killed at, one after the other (<c>cart 1 before, orders 7 after</c>).
/// </remarks>
public abstract class CrashWalks<TWalked>(AzuriteFixture azurite)
{
    // Each portal at once takes a start more than its kills: only for many of them that pays.
    private const int AtOnce = 2;
    private const int ManyAtOnce = 5;
    private const string Many = "many";
    private const string All = "all";
    private readonly ConcurrentDictionary<CrashMoment, StorageRequest> came = new();

    /// <summary>The walk's stages, and at how many moments of each the portal is killed: 30 or more of the walk.</summary>
    protected abstract IReadOnlyList<(string Name, int Moments)> Stages { get; }

    /// <summary>The stage that must meet a portal which remembers nothing of walks before, else null.</summary>
    protected virtual string? ColdStage => null;

    /// <summary>The stage with the command that the walk is about: the portal is always killed just before and just after it is stored.</summary>
    protected virtual string? CommandStage => ColdStage;

    /// <summary>Stores what the walk of this customer starts from, beside the customer and its people.</summary>
    protected abstract Task Arrange(TableServiceClient tables, CustomerId customer);

    /// <summary>Walks, and returns what it has made.</summary>
    protected abstract Task<TWalked> Walk(CrashRun run);

    /// <summary>The numbers of what a walk has made, as the ids of its lifecycles and mails hold them.</summary>
    protected abstract IEnumerable<string> NumbersOf(TWalked walked);

    /// <summary>What has not come to rest yet; null when all has.</summary>
    protected abstract Task<string?> Unrest(CrashRun run, TWalked walked);

    /// <summary>Looks whether what came to rest is as it should be.</summary>
    protected abstract Task Check(CrashRun run, TWalked walked);

    /// <summary>Walks once without a crash, and then once for each moment that was chosen.</summary>
    /// <returns>The moments that came, with the storage requests that the portal was killed at.</returns>
    protected async Task<IReadOnlyDictionary<CrashMoment, StorageRequest>> GoesOnWhereItWas()
    {
        var portal = await KillablePortal.StartAsync(azurite);
        var moments = await WalkUnharmed(portal);
        var failures = new ConcurrentBag<string>();
        var atOnce = Asked switch { null => AtOnce, Many or All => ManyAtOnce, _ => 1 };
        var chains = moments.Index().GroupBy(one => one.Index % atOnce, one => one.Item);
        await Task.WhenAll(chains.Select((chain, place) => KillOneAfterTheOther(chain, place == 0 ? portal : null, failures)));

        var late = moments.Count - came.Count;
        Tell($"Killed at {came.Count} moments; {late} moments did not come.");
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
        // A walk may come out a few requests shorter than the first one, the more so where the portal remembers something from the walk before.
        Assert.True(late <= moments.Count / 6, $"{late} of {moments.Count} moments did not come.");
        return came;
    }

    /// <summary>Walks once without a kill; tells at which moments the portal is killed in the walks to come.</summary>
    private async Task<IReadOnlyList<CrashMoment>> WalkUnharmed(KillablePortal portal)
    {
        try
        {
            using var whole = await Begin(portal);
            var walked = await Walk(whole);
            await CheckAll(whole, walked);
            portal.EndWalk(NumbersOf(walked));
            Tell(string.Join(", ", Stages.Select(stage => $"{stage.Name}: {whole.RequestsOf(stage.Name)} storage requests")));
            return [.. Chosen(whole)];
        }
        catch
        {
            await portal.DisposeAsync();
            throw;
        }
    }

    /// <summary>Walks through one portal at each of these moments; through a new one after a failure, and where it must remember nothing.</summary>
    private async Task KillOneAfterTheOther(IEnumerable<CrashMoment> moments, KillablePortal? portal, ConcurrentBag<string> failures)
    {
        try
        {
            foreach (var moment in moments)
            {
                if (moment.Stage == ColdStage) await Discard();
                portal ??= await KillablePortal.StartAsync(azurite);
                if (await Failure(portal, moment) is not { } failure) continue;
                failures.Add(failure);
                Tell(failure);
                await Discard();
            }
        }
        finally
        {
            await Discard();
        }

        async Task Discard()
        {
            if (portal is not null) await portal.DisposeAsync();
            portal = null;
        }
    }

    private Task<CrashRun> Begin(KillablePortal portal, CrashMoment? moment = null) => CrashRun.BeginAsync(portal, moment, Arrange);

    /// <summary>The test run's end.</summary>
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Whether the portal is killed at all moments that the walk names.</summary>
    protected static bool IsThorough => Asked is Many or All;

    private static string? Asked => Environment.GetEnvironmentVariable("CRASH_MOMENTS");

    private IEnumerable<CrashMoment> Chosen(CrashRun whole) => Asked switch
    {
        null => Spread(whole, share: 8),
        Many => Spread(whole, share: 1),
        All => Stages.SelectMany(stage => CrashMoment.Spread(stage.Name, int.MaxValue, whole.RequestsOf(stage.Name))),
        var some => some.Split(", ").Select(CrashMoment.Parse),
    };

    private IEnumerable<CrashMoment> Spread(CrashRun whole, int share) => Stages
        .SelectMany(stage =>
        {
            // A portal that remembers nothing asks more of its storage than the one of the whole walk.
            var requests = whole.RequestsOf(stage.Name) + (stage.Name == ColdStage ? 2 : 0);
            return CrashMoment.Spread(stage.Name, Math.Min(stage.Moments, 2 * requests) / share, requests);
        })
        .Concat(CommandStage is null ? [] : CrashMoment.AroundCommit(CommandStage));

    /// <summary>Kills the portal at this moment of the walk; what was wrong then, or null.</summary>
    private async Task<string?> Failure(KillablePortal portal, CrashMoment moment)
    {
        var time = Stopwatch.StartNew();
        using var run = await Begin(portal, moment);
        try
        {
            var walked = await Walk(run);
            await Until(async () => run.IsKilled ? null : await Unrest(run, walked));
            await run.HasRestarted();
            await CheckAll(run, walked);
            portal.EndWalk(NumbersOf(walked), moment);
            if (run.KilledAt is { } at) came[moment] = at;
            Tell($"{moment} {run.KilledAt}: {time.Elapsed.TotalSeconds:F1} s");
            return null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !Stop.IsCancellationRequested)
        {
            return $"""
                Killed at moment {moment}, storage request {run.KilledAt}: {failure}
                The same portal had been killed before at: {string.Join(", ", portal.KilledAt)}
                The walk's requests: {string.Join("\n  ", run.Requests)}
                The killed process wrote, from its start in the walk before on:
                {run.OutputBefore}
                The one after it:
                {run.OutputNow}
                """;
        }
    }

    /// <summary>Waits until all has come to rest, and looks whether it is as it should be, and each mail there once.</summary>
    private async Task CheckAll(CrashRun run, TWalked walked)
    {
        await Until(async () => await Unrest(run, walked));
        foreach (var mail in (await Mails(run)).GroupBy(mail => mail.MailId))
        {
            var most = mail.Count() > 1 && run.MayBeThereTwice(mail.Key, mail.Select(copy => copy.Id)) ? 2 : 1;
            Assert.True(mail.Count() <= most, $"{mail.Key} was sent {mail.Count()} times.");
        }

        await Check(run, walked);
    }

    private protected static async Task<List<KeptMail>> Mails(CrashRun run) =>
        [.. (await run.Look<IReadOnlyList<KeptMail>>("/local/mails")).Where(mail => !run.IsOfEarlierWalk(NumberIn(mail.MailId)))];

    /// <summary>The number in the id of a lifecycle (<c>dit-42</c>) or of one of its mails (<c>dit-42-1-Raised</c>).</summary>
    protected static string NumberIn(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Split('-')[1];
    }

    /// <summary>What is left on the queues, or of the outbox of this customer in <paramref name="table"/>; null for nothing.</summary>
    protected static async Task<string?> LeftBehind(CrashRun run, string table)
    {
        ArgumentNullException.ThrowIfNull(run);
        var queues = await run.Look<IReadOnlyList<QueueLength>>("/local/queues?format=json");
        if (queues.FirstOrDefault(queue => !queue.IsDone) is { } left) return $"Messages are left: {left}";
        var outbox = run.Tables.GetTableClient(table).All(run.Customer.Value, OutboxRows.Prefix, ["RowKey"], Stop);
        await foreach (var row in outbox) return $"The outbox holds {row.RowKey}.";
        return null;
    }

    /// <summary>Waits until there is no problem any more.</summary>
    protected static Task Until(Func<Task<string?>> unsettled) => Waiting.UntilNothing(unsettled, TimeSpan.FromMilliseconds(250));

    private static void Tell(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
