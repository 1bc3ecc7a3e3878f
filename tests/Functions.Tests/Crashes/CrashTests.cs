using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Crashes;

/// <summary>Walks with DITs or orders: their journals, lists, lifecycles and staff's queues.</summary>
/// <param name="azurite">The storage.</param>
/// <param name="kind">What the walk is about, as ids and routes name it: <c>dit</c> or <c>order</c>.</param>
/// <param name="table">Where that is stored.</param>
public abstract partial class CrashTests(AzuriteFixture azurite, string kind, string table) : CrashWalks<IReadOnlyList<Followed>>(azurite)
{
    /// <summary>The collection of these tests: each has the machine's portals to itself.</summary>
    public const string Collection = "Crashes";

    /// <summary>The states that the staff's queues show.</summary>
    protected abstract IEnumerable<string> States { get; }

    /// <summary>Looks whether what came to rest is as it should be, beyond lists and journals.</summary>
    protected abstract Task CheckMore(CrashRun run, IReadOnlyList<Followed> walked);

    /// <inheritdoc/>
    protected sealed override IEnumerable<string> NumbersOf(IReadOnlyList<Followed> walked) => walked.Select(one => one.Number);

    /// <inheritdoc/>
    protected sealed override async Task Check(CrashRun run, IReadOnlyList<Followed> walked)
    {
        Assert.Equal(walked.Reverse().Select(one => $"{one.Number} {one.State}"), await Listed(run, $"/api/{kind}s"));
        foreach (var one in walked)
        {
            var journal = await Journal(run, one.Number);
            Assert.Equal(one.Steps.OrderBy(step => $"{step}", StringComparer.Ordinal), journal.OrderBy(step => $"{step}", StringComparer.Ordinal));
            Assert.Equal(one.Moves, journal.Where(one.Moves.Contains));
        }

        await CheckMore(run, walked);
    }

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

    /// <inheritdoc/>
    protected sealed override async Task<string?> Unrest(CrashRun run, IReadOnlyList<Followed> walked)
    {
        var expected = walked.SelectMany(one => one.Moves.Select((step, n) => $"{kind}-{one.Number}-{n + 1}-{step.Kind}")
            .Concat(one.Steps.Where(step => step is { Kind: "Message", By: "DFM" }).Select(_ => $"{kind}-{one.Number}-message")));
        // Which of the messages that were written at once came first, and so its version, is nobody's.
        var mails = (await Mails(run)).Select(mail => Version().Replace(mail.MailId, "$1")).ToHashSet();
        if (!mails.SetEquals(expected)) return $"The mails are {string.Join(", ", mails)}.";
        var lifecycles = await Lifecycles(run);
        var followed = walked.Select(one => $"{kind}-{one.Number} {(one.Ended ? "Completed" : "Running")} {one.State}");
        if (!lifecycles.ToHashSet().SetEquals(followed)) return $"The lifecycles: {string.Join(", ", lifecycles)}.";
        foreach (var state in States)
        {
            var queue = await Queue(run, state);
            if (!queue.SequenceEqual(walked.Where(one => one.State == state).Select(one => one.Number)))
                return $"The staff's queue {state}: {string.Join(", ", queue)}.";
        }

        return await LeftBehind(run, table) ?? await Unsettled(run, walked);
    }

    [GeneratedRegex(@"(-message)-\d+$")]
    private static partial Regex Version();

    private static async Task<List<string>> Lifecycles(CrashRun run) =>
    [
        .. (await run.Look<OrchestrationsResponse>("/local/orchestrations?format=json")).Items
            .Where(one => !run.IsOfEarlierWalk(NumberIn(one.Id)))
            .Select(one => $"{one.Id} {one.Status} {one.CustomStatus?.State}"),
    ];

    private async Task<List<string>> Queue(CrashRun run, string state) =>
    [
        .. (await run.Look<Page<ListedItem>>($"/api/backoffice/{kind}s?state={state}&limit=100")).Items
            .Select(item => item.Number)
            .Where(number => !run.IsOfEarlierWalk(number)),
    ];
}
