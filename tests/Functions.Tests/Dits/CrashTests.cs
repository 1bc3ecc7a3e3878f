using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Dits;

/// <summary>
/// The portal is killed at many moments of a customer's and the service desk's walk, and started again. Whatever was answered holds, all
/// that follows from it comes, and comes once.
/// </summary>
/// <remarks>
/// The environment's <c>CRASH_MOMENTS</c> asks for more moments than usual (<c>400</c> are all there are), or for one that failed
/// (<c>37 before</c>).
/// </remarks>
public sealed class CrashTests(AzuriteFixture azurite)
{
    private const int Moments = 36;
    private const int AtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private int late;

    [Fact]
    public async Task Killed_AtAnyMomentOfTheWalk_ThePortalGoesOnWhereItWas()
    {
        int requests;
        await using (var whole = await CrashRun.StartAsync(azurite, moment: null))
        {
            await Check(whole, await Walk(whole));
            requests = whole.Requests.Count;
        }

        var moments = Chosen(requests).ToList();
        var failures = new ConcurrentBag<string>();
        var parallelism = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Stop };
        await Parallel.ForEachAsync(moments, parallelism, async (moment, _) =>
        {
            if (await Failure(moment) is not { } failure) return;
            failures.Add(failure);
            Tell(failure);
        });

        Tell($"{requests} storage requests in the walk; killed at {moments.Count} moments, {late} of them after its end.");
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
        // A walk may come out a few requests shorter than the first one, so that the last moments do not come.
        Assert.True(late <= moments.Count / 6, $"{late} of {moments.Count} moments did not come.");
    }

    private static IEnumerable<CrashMoment> Chosen(int requests)
    {
        var wish = Environment.GetEnvironmentVariable("CRASH_MOMENTS") ?? $"{Moments}";
        if (wish.Split(' ') is [var number, var side]) return [new(int.Parse(number, CultureInfo.InvariantCulture), side is "before")];
        return CrashMoment.Spread(int.Parse(wish, CultureInfo.InvariantCulture), requests);
    }

    /// <summary>Kills the portal at this moment of the walk; what was wrong then, or null.</summary>
    private async Task<string?> Failure(CrashMoment moment)
    {
        var time = Stopwatch.StartNew();
        await using var run = await CrashRun.StartAsync(azurite, moment);
        try
        {
            var walked = await Walk(run);
            await Until(async () => run.IsKilled ? null : await Unsettled(run, walked));
            await run.HasRestarted();
            await Check(run, walked);
            if (run.KilledAt is null) Interlocked.Increment(ref late);
            Tell($"{moment} {run.KilledAt}: {time.Elapsed.TotalSeconds:F1} s");
            return null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !Stop.IsCancellationRequested)
        {
            return $"""
                Killed at moment {moment}, storage request {run.KilledAt}: {failure}
                The walk's requests: {string.Join("\n  ", run.Requests)}
                The first process wrote:
                {run.OutputBefore}
                The second:
                {run.OutputNow}
                """;
        }
    }

    private sealed record Walked(string Planned, string Cancelled);

    /// <summary>
    /// A customer signs in, raises a DIT with a file, sees its mail and its state; the service desk plans it; its cancellation is refused;
    /// another is raised and cancelled.
    /// </summary>
    private static async Task<Walked> Walk(CrashRun run)
    {
        await run.SignIn();
        var (planned, version) = await Raise(run, "first");
        await Until(async () => (await Mails(run)).Any(mail => mail.Id == $"dit-{planned}-1-Raised") ? null : "The first mail has not come.");
        await Until(async () => (await Queue(run, "AwaitingPlanning")).Contains(planned) ? null : "It is not in the staff's queue.");
        var (dit, _) = await run.Ask(() => new(HttpMethod.Get, $"/api/dits/{planned}"));
        Assert.Equal("AwaitingPlanning", (await dit.Json()).GetProperty("state").GetString());
        await Plan(run, planned, version);
        var (refused, _) = await Cancel(run, planned);
        await refused.IsProblem(HttpStatusCode.Conflict, "dit-cannot-be-cancelled");

        var (cancelled, _) = await Raise(run, "second");
        var (answer, again) = await Cancel(run, cancelled);
        if (answer.StatusCode is HttpStatusCode.OK) return new(planned, cancelled);
        Assert.True(again, "A cancellation that was asked for once was refused.");
        Assert.Equal("Cancelled", (await answer.IsProblem(HttpStatusCode.Conflict, "dit-cannot-be-cancelled")).GetProperty("state").GetString());
        return new(planned, cancelled);
    }

    private static async Task<(string Number, EntityTagHeaderValue Version)> Raise(CrashRun run, string key)
    {
        var (answer, _) = await run.Ask(() => new(HttpMethod.Post, "/api/assets/p1/dits")
        {
            Content = DitPortal.Form(files: ("écran.png", Samples.Png)),
            Headers = { { "Idempotency-Key", key } },
        });
        var body = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode is HttpStatusCode.Created, $"{(int)answer.StatusCode} {body}");
        return (JsonElement.Parse(body).GetProperty("number").GetString()!, answer.Headers.ETag!);
    }

    /// <summary>Plans the version that was seen: asked again after it had happened, it is refused rather than done twice.</summary>
    private static async Task Plan(CrashRun run, string number, EntityTagHeaderValue version)
    {
        var (answer, again) = await run.Ask(() => new(HttpMethod.Post, $"/api/backoffice/dits/{number}/transitions")
        {
            Content = JsonContent.Create(new { action = "Plan", plannedFor = DateTimeOffset.UtcNow.AddDays(1), technician = "Hugo Marchand" }),
            Headers = { IfMatch = { version } },
        });
        if (again && answer.StatusCode is HttpStatusCode.PreconditionFailed) return;
        Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Stop)}");
    }

    private static Task<(HttpResponseMessage Answer, bool Again)> Cancel(CrashRun run, string number) => run.Ask(() =>
        new(HttpMethod.Post, $"/api/dits/{number}/cancel") { Content = JsonContent.Create(new { comment = "Réparé entre-temps." }) });

    /// <summary>Waits until all has come to rest, and looks whether it is as it should be.</summary>
    private static async Task Check(CrashRun run, Walked walked)
    {
        await Until(async () => await Unsettled(run, walked));
        foreach (var mail in (await Mails(run)).GroupBy(mail => mail.Id))
        {
            var most = mail.Count() > 1 && run.MayBeThereTwice(mail.Key, mail.Select(copy => copy.KeptAs)) ? 2 : 1;
            Assert.True(mail.Count() <= most, $"{mail.Key} was sent {mail.Count()} times.");
        }

        var dits = (await run.Look("/api/dits")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([walked.Cancelled, walked.Planned], dits.Select(dit => dit.GetProperty("number").GetString()));
        Assert.Equal(["Cancelled", "Planned"], dits.Select(dit => dit.GetProperty("state").GetString()));
        await HasJournal(run, walked.Planned, "Raised", "Planned");
        await HasJournal(run, walked.Cancelled, "Raised", "Cancelled");
    }

    private static async Task HasJournal(CrashRun run, string number, params string[] kinds)
    {
        var dit = await run.Look($"/api/dits/{number}");
        Assert.Equal(kinds, dit.GetProperty("journal").EnumerateArray().Select(entry => entry.GetProperty("kind").GetString()));
        Assert.Single(dit.GetProperty("attachments").EnumerateArray());
    }

    /// <summary>What has not come to rest yet, or is not as it should be; null when all is.</summary>
    private static async Task<string?> Unsettled(CrashRun run, Walked walked)
    {
        string[] expected =
        [
            $"dit-{walked.Planned}-1-Raised", $"dit-{walked.Planned}-2-Planned",
            $"dit-{walked.Cancelled}-1-Raised", $"dit-{walked.Cancelled}-2-Cancelled",
        ];
        var mails = (await Mails(run)).Select(mail => mail.Id).Distinct().ToList();
        if (!mails.ToHashSet().SetEquals(expected)) return $"The mails are {string.Join(", ", mails)}.";
        foreach (var queue in (await run.Look("/local/queues?format=json")).EnumerateArray())
            if (queue.GetProperty("length").GetInt32() + queue.GetProperty("deadLetterLength").GetInt32() > 0) return $"Messages are left: {queue}";
        if (await Lifecycle(run, walked.Planned) is not ("Running", "Planned") and var follows) return $"The lifecycle of the planned one: {follows}.";
        if (await Lifecycle(run, walked.Cancelled) is not ("Completed", "Cancelled") and var ends) return $"The lifecycle of the cancelled one: {ends}.";
        foreach (var (state, number) in ((string, string?)[])[("AwaitingPlanning", null), ("Planned", walked.Planned), ("Cancelled", walked.Cancelled)])
        {
            var queue = await Queue(run, state);
            if (!queue.SequenceEqual(number is null ? [] : [number])) return $"The staff's queue {state}: {string.Join(", ", queue)}.";
        }

        var open = (await run.Look("/api/assets/p1")).GetProperty("openDits").EnumerateArray().Select(dit => dit.GetString()).ToList();
        if (!open.SequenceEqual([walked.Planned])) return $"The asset's open DITs: {string.Join(", ", open)}.";
        var outbox = run.Tables.GetTableClient(TableNames.Dits).All("c1", LifecycleKeys.OutboxPrefix, ["RowKey"], Stop);
        await foreach (var row in outbox) return $"The outbox holds {row.RowKey}.";
        return null;
    }

    private static async Task<(string? Status, string? State)> Lifecycle(CrashRun run, string number)
    {
        var instance = (await run.Look($"/local/orchestrations/dit-{number}?format=json")).GetProperty("instance");
        var custom = instance.GetProperty("customStatus");
        return (instance.GetProperty("status").GetString(), custom.ValueKind is JsonValueKind.Object ? custom.GetProperty("state").GetString() : null);
    }

    private static async Task<List<(string Id, string KeptAs)>> Mails(CrashRun run) =>
    [
        .. (await run.Look("/local/mails")).EnumerateArray().Select(mail =>
            (mail.GetProperty("customArgs").GetProperty("mail_id").GetString()!, mail.GetProperty("id").GetString()!)),
    ];

    private static async Task<List<string>> Queue(CrashRun run, string state) =>
    [
        .. (await run.Look($"/api/backoffice/dits?state={state}")).GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("number").GetString()!),
    ];

    private static async Task Until(Func<Task<string?>> unsettled)
    {
        var waited = Stopwatch.StartNew();
        while (await unsettled() is { } problem)
        {
            Assert.True(waited.Elapsed < Patience, $"Within {Patience.TotalSeconds:F0} s it did not come to rest. {problem}");
            await Task.Delay(250, Stop);
        }
    }

    private static void Tell(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
