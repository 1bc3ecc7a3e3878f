using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
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
/// <param name="azurite">The storage.</param>
/// <param name="kind">What the walk is about, as ids and routes name it: <c>dit</c>, <c>order</c> or <c>meter</c>.</param>
/// <param name="table">Where that is stored.</param>
/// <remarks>
/// The environment's <c>CRASH_MOMENTS</c> asks for <c>all</c> moments there are, or for some that one portal is killed at, one after the other
/// (<c>cart 1 before, orders 7 after</c>).
/// </remarks>
public abstract class CrashTests(AzuriteFixture azurite, string kind, string table)
{
    /// <summary>The collection of these tests: each has the machine's portals to itself.</summary>
    public const string Collection = "Crashes";

    private const int AtOnce = 8;
    private readonly ConcurrentDictionary<CrashMoment, StorageRequest> came = new();

    /// <summary>The walk's stages, and at how many moments of each the portal is killed.</summary>
    protected abstract IReadOnlyList<(string Name, int Moments)> Stages { get; }

    /// <summary>The stage that must meet a portal which remembers nothing of walks before, else null.</summary>
    protected virtual string? ColdStage => null;

    /// <summary>The states that the staff's queues show; none for what has no lifecycle.</summary>
    protected abstract IEnumerable<string> States { get; }

    /// <summary>Stores what the walk of this customer starts from, beside the customer and its people.</summary>
    protected abstract Task Arrange(TableServiceClient tables, CustomerId customer);

    /// <summary>Walks, and returns what it has made, oldest first.</summary>
    protected abstract Task<IReadOnlyList<Followed>> Walk(CrashRun run);

    /// <summary>The ids of the mails that follow from what was made.</summary>
    protected virtual IEnumerable<string> MailsOf(Followed made)
    {
        ArgumentNullException.ThrowIfNull(made);
        return made.Moves.Select((step, n) => $"{kind}-{made.Number}-{n + 1}-{step.Kind}");
    }

    /// <summary>Looks whether what came to rest is as it should be, beyond lists and journals.</summary>
    protected abstract Task Check(CrashRun run, IReadOnlyList<Followed> walked);

    /// <summary>Walks once without a crash, and then once for each moment that was chosen.</summary>
    /// <returns>The moments that came, with the storage requests that the portal was killed at.</returns>
    protected async Task<IReadOnlyDictionary<CrashMoment, StorageRequest>> GoesOnWhereItWas()
    {
        List<CrashMoment> moments;
        await using (var portal = await KillablePortal.StartAsync(azurite))
        {
            using var whole = await Begin(portal);
            await CheckAll(whole, await Walk(whole));
            moments = [.. Chosen(whole)];
            Tell(string.Join(", ", Stages.Select(stage => $"{stage.Name}: {whole.RequestsOf(stage.Name)} storage requests")));
        }

        var failures = new ConcurrentBag<string>();
        var atOnce = AllMoments ? AtOnce : 1;
        var chains = moments.Index().GroupBy(one => one.Index % atOnce, one => one.Item);
        await Task.WhenAll(chains.Select(chain => KillOneAfterTheOther(chain, failures)));

        var late = moments.Count - came.Count;
        Tell($"Killed at {came.Count} moments; {late} moments did not come.");
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
        // A walk may come out a few requests shorter than the first one, the more so where the portal remembers something from the walk before.
        Assert.True(late <= moments.Count / 6, $"{late} of {moments.Count} moments did not come.");
        return came;
    }

    /// <summary>Walks through one portal at each of these moments; through a new one after a failure, and where it must remember nothing.</summary>
    private async Task KillOneAfterTheOther(IEnumerable<CrashMoment> moments, ConcurrentBag<string> failures)
    {
        KillablePortal? portal = null;
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

    /// <summary>
    /// Moves what has this number along as staff does, in the version that it has seen: asked again after it had happened, it is refused
    /// rather than done twice.
    /// </summary>
    protected async Task Move(CrashRun run, string number, object transition)
    {
        var move = Moving(number, await Version(run, number), transition);
        var (answer, again) = await run.Ask(move);
        if (again && answer.StatusCode is HttpStatusCode.PreconditionFailed) return;
        Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Stop)}");
    }

    /// <summary>Two desks of the staff do the same to the version that both have seen, at the same time, each with its own comment.</summary>
    /// <returns>What was stored: the one's whose request was accepted, if its answer came.</returns>
    protected async Task<Step> MoveTwice(CrashRun run, string number, string stepKind, Func<string, object> transition)
    {
        Step[] steps = [new(stepKind, "DFM", "Par le bureau."), new(stepKind, "Atelier", "Par l'atelier.")];
        var version = await Version(run, number);
        var (desks, workshops) = (Moving(number, version, transition(steps[0].Text!)), Moving(number, version, transition(steps[1].Text!)));
        var answers = await Task.WhenAll(run.Ask(desks), run.Ask(() => CrashRun.ByWorkshop(workshops())));
        var accepted = answers.Index().Where(one => one.Item.Answer.StatusCode is HttpStatusCode.OK).Select(one => steps[one.Index]).ToList();
        Assert.All(answers, one => Assert.True(one.Answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.PreconditionFailed));
        if (accepted.Count > 0) return Assert.Single(accepted);
        Assert.True(answers.Any(one => one.Again), "Both were refused, and both answers came.");
        return Assert.Single(await Journal(run, number), steps.Contains);
    }

    /// <summary>Makes a transition of the version that was seen.</summary>
    private Func<HttpRequestMessage> Moving(string number, EntityTagHeaderValue version, object transition) =>
        () => new(HttpMethod.Post, $"/api/backoffice/{kind}s/{number}/transitions")
        {
            Content = JsonContent.Create(transition),
            Headers = { IfMatch = { version } },
        };

    private async Task<EntityTagHeaderValue> Version(CrashRun run, string number)
    {
        var (seen, _) = await run.Ask(() => new(HttpMethod.Get, $"/api/backoffice/{kind}s/{number}"));
        return seen.Headers.ETag!;
    }

    /// <summary>The comment of <see cref="Cancel"/>.</summary>
    protected const string CancellationComment = "Plus besoin.";

    /// <summary>Cancels as the customer does.</summary>
    /// <returns>The answer, and whether the request had to be sent again.</returns>
    protected Task<(HttpResponseMessage Answer, bool Again)> Cancel(CrashRun run, string number) => run.Ask(() =>
        new(HttpMethod.Post, $"/api/{kind}s/{number}/cancel") { Content = JsonContent.Create(new { comment = CancellationComment }) });

    /// <summary>Cancels what can be cancelled: asked again after it had happened, it is refused because it is cancelled.</summary>
    protected async Task Cancelled(CrashRun run, string number)
    {
        var (answer, again) = await Cancel(run, number);
        if (answer.StatusCode is HttpStatusCode.OK) return;
        Assert.True(again, "A cancellation that was asked for once was refused.");
        var refused = await answer.IsProblem(HttpStatusCode.Conflict, $"{kind}-cannot-be-cancelled");
        Assert.Equal("Cancelled", refused.State);
    }

    /// <summary>Waits until the first mail about each of these numbers is there, and the staff can see them.</summary>
    protected Task IsKnown(CrashRun run, params string[] numbers) => Until(async () =>
    {
        var mails = (await Mails(run)).Select(mail => mail.MailId).ToList();
        var queue = await Queue(run, States.First());
        var unknown = numbers.FirstOrDefault(number =>
            !queue.Contains(number) || !mails.Exists(id => id.StartsWith($"{kind}-{number}-1-", StringComparison.Ordinal)));
        return unknown is null ? null : $"{unknown} is not known: {string.Join(", ", mails)}; {string.Join(", ", queue)}.";
    });

    /// <summary>What has not come to rest yet, beyond mails, lifecycles, queues and outbox; null when all has.</summary>
    protected virtual Task<string?> Unsettled(CrashRun run, IReadOnlyList<Followed> walked) => Task.FromResult<string?>(null);

    /// <summary>The test run's end.</summary>
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Whether the moments are spread over all stages, rather than some that were asked for.</summary>
    protected static bool AllMoments => Asked is null or "all";

    private static string? Asked => Environment.GetEnvironmentVariable("CRASH_MOMENTS");

    private IEnumerable<CrashMoment> Chosen(CrashRun whole) => Asked switch
    {
        // A portal that remembers nothing asks more of its storage than the one of the whole walk.
        null => Stages.SelectMany(stage => CrashMoment.Spread(
            stage.Name, stage.Moments, whole.RequestsOf(stage.Name) + (stage.Name == ColdStage ? 2 : 0)))
            .Concat(ColdStage is null ? [] : CrashMoment.AroundCommit(ColdStage)),
        "all" => Stages.SelectMany(stage => CrashMoment.Spread(stage.Name, int.MaxValue, whole.RequestsOf(stage.Name))),
        var some => some.Split(", ").Select(CrashMoment.Parse),
    };

    /// <summary>Kills the portal at this moment of the walk; what was wrong then, or null.</summary>
    private async Task<string?> Failure(KillablePortal portal, CrashMoment moment)
    {
        var time = Stopwatch.StartNew();
        using var run = await Begin(portal, moment);
        try
        {
            var walked = await Walk(run);
            await Until(async () => run.IsKilled ? null : await AllUnsettled(run, walked));
            await run.HasRestarted();
            await CheckAll(run, walked);
            portal.EndWalk(moment, walked.Select(one => one.Number));
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

    /// <summary>Waits until all has come to rest, and looks whether it is as it should be.</summary>
    private async Task CheckAll(CrashRun run, IReadOnlyList<Followed> walked)
    {
        await Until(async () => await AllUnsettled(run, walked));
        foreach (var mail in (await Mails(run)).GroupBy(mail => mail.MailId))
        {
            var most = mail.Count() > 1 && run.MayBeThereTwice(mail.Key, mail.Select(copy => copy.Id)) ? 2 : 1;
            Assert.True(mail.Count() <= most, $"{mail.Key} was sent {mail.Count()} times.");
        }

        if (States.Any()) Assert.Equal(walked.Reverse().Select(one => $"{one.Number} {one.State}"), await Listed(run, $"/api/{kind}s"));
        foreach (var one in walked.Where(one => one.HasLifecycle))
        {
            var journal = await Journal(run, one.Number);
            Assert.Equal(one.Steps.OrderBy(step => $"{step}", StringComparer.Ordinal), journal.OrderBy(step => $"{step}", StringComparer.Ordinal));
            Assert.Equal(one.Moves, journal.Where(one.Moves.Contains));
        }

        await Check(run, walked);
    }

    /// <summary>The journal of what has this number, whose versions count its lines.</summary>
    private async Task<IReadOnlyList<Step>> Journal(CrashRun run, string number)
    {
        var lines = (await run.Look<JournalResponse>($"/api/{kind}s/{number}")).Journal;
        Assert.Equal(Enumerable.Range(1, lines.Count), lines.Select(line => line.Version));
        return [.. lines.Select(line => new Step(line.Kind, line.By, line.Text))];
    }

    /// <summary>The numbers and states in a list of the customer's.</summary>
    private protected static async Task<IReadOnlyList<string>> Listed(CrashRun run, string list) =>
        [.. (await run.Look<Page<ListedItem>>(list)).Items.Select(item => $"{item.Number} {item.State}")];

    private async Task<string?> AllUnsettled(CrashRun run, IReadOnlyList<Followed> walked)
    {
        var expected = walked.SelectMany(MailsOf);
        var mails = (await Mails(run)).Select(mail => mail.MailId).ToHashSet();
        if (!mails.SetEquals(expected)) return $"The mails are {string.Join(", ", mails)}.";
        var queues = await run.Look<IReadOnlyList<QueueLength>>("/local/queues?format=json");
        if (queues.FirstOrDefault(queue => !queue.IsDone) is { } left) return $"Messages are left: {left}";
        var lifecycles = await Lifecycles(run);
        var followed = walked.Where(one => one.HasLifecycle).Select(one => $"{kind}-{one.Number} {(one.Ended ? "Completed" : "Running")} {one.State}");
        if (!lifecycles.ToHashSet().SetEquals(followed)) return $"The lifecycles: {string.Join(", ", lifecycles)}.";
        foreach (var state in States)
        {
            var queue = await Queue(run, state);
            if (!queue.SequenceEqual(walked.Where(one => one.State == state).Select(one => one.Number)))
                return $"The staff's queue {state}: {string.Join(", ", queue)}.";
        }

        var outbox = run.Tables.GetTableClient(table).All(run.Customer.Value, OutboxRows.Prefix, ["RowKey"], Stop);
        await foreach (var row in outbox) return $"The outbox holds {row.RowKey}.";
        return await Unsettled(run, walked);
    }

    private static async Task<List<string>> Lifecycles(CrashRun run) =>
    [
        .. (await run.Look<OrchestrationsResponse>("/local/orchestrations?format=json")).Items
            .Where(one => !run.IsOfEarlierWalk(NumberIn(one.Id)))
            .Select(one => $"{one.Id} {one.Status} {one.CustomStatus?.State}"),
    ];

    private protected static async Task<List<KeptMail>> Mails(CrashRun run) =>
        [.. (await run.Look<IReadOnlyList<KeptMail>>("/local/mails")).Where(mail => !run.IsOfEarlierWalk(NumberIn(mail.MailId)))];

    /// <summary>The number in the id of a lifecycle (<c>dit-42</c>) or of one of its mails (<c>dit-42-1-Raised</c>).</summary>
    private static string NumberIn(string id) => id.Split('-')[1];

    private async Task<List<string>> Queue(CrashRun run, string state) =>
    [
        .. (await run.Look<Page<ListedItem>>($"/api/backoffice/{kind}s?state={state}&limit=100")).Items
            .Select(item => item.Number)
            .Where(number => !run.IsOfEarlierWalk(number)),
    ];

    private protected static async Task Until(Func<Task<string?>> unsettled)
    {
        var waited = Stopwatch.StartNew();
        while (await unsettled() is { } problem)
        {
            Assert.True(waited.Elapsed < Patience.Longest, $"Within {Patience.Longest.TotalSeconds:F0} s it did not come to rest. {problem}");
            await Task.Delay(250, Stop);
        }
    }

    private static void Tell(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
