using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Notifications;
using Dfm.Functions.Http;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Races;

/// <summary>
/// Every two commands that a state allows, given by two people at the same instant: what is answered and what stands is what would be had
/// one come after the other. So what was accepted is there once, with its text and author, and a refusal names the state that stands.
/// </summary>
/// <param name="azurite">The storage.</param>
/// <param name="table">Where the aggregates are stored.</param>
/// <remarks>
/// The environment's <c>RACES</c> asks for so many races of each pair. For many, repeat the test rather: Azurite's queries slow down with the
/// rows that it holds.
/// </remarks>
public abstract class RaceTests<TAggregate, TCommand>(AzuriteFixture azurite, string table) : IAsyncLifetime
    where TCommand : notnull
{
    private const int AtOnce = 16;
    private const int First = 1_001;

    // In fewer, it may be chance that the same side always comes first.
    private const int ManyRaces = 40;

    // The starting line holds a commit for up to a minute where the machine is so slow that the other one does not come: not cut off before,
    // and looked for after.
    private static readonly Dictionary<string, string> PatientWithCommits = new()
    {
        ["Outbox__LongestCommit"] = "00:02:00",
        ["Outbox__ThirdLook"] = "00:01:00",
        ["Outbox__LastLook"] = "00:04:00",
    };

    private StorageProxy proxy = null!;

    /// <summary>The portal, with the customer C1 and its site S1.</summary>
    protected InProcessPortal Portal { get; private set; } = null!;

    /// <summary>The two who command at the same instant.</summary>
    protected IReadOnlyList<Side> Sides { get; private set; } = [];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        Portal = await InProcessPortal.StartAsync(proxy.Account, settings: PatientWithCommits);
        await Portal.AddCustomer("C1", "S1");
        Sides = [await NewSide("paul", "Service technique"), await NewSide("claire", "Atelier")];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        await proxy.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task TwoCommandsAtOnce_StandAsIfOneHadComeAfterTheOther()
    {
        var asked = Environment.GetEnvironmentVariable("RACES");
        var races = Pairs(repeats: asked is null ? 3 : int.Parse(asked, CultureInfo.InvariantCulture));
        await Store(races);
        await RaceAll(races, fault: (_, _) => null);
    }

    [Fact]
    public async Task TwoCommandsAtOnce_StandOnce_WhenTheAnswerToTheFirstOnesTransactionIsLost()
    {
        var races = Pairs(repeats: 2);
        await Store(races);
        var lost = 0;
        await RaceAll(races, (start, request) =>
        {
            if (!start.IsLeader(request)) return null;
            Interlocked.Increment(ref lost);
            return new StorageFault(StorageFaultKind.CutAfter);
        });
        Assert.True(lost >= races.Count * 9 / 10, $"{lost} answers were lost in {races.Count} races.");
    }

    /// <summary>An aggregate of this number in each state.</summary>
    protected abstract IEnumerable<TAggregate> InEachState(long number);

    /// <summary>One of each command as this side gives it, with texts of its own.</summary>
    protected abstract IReadOnlyList<TCommand> CommandsOf(Side side);

    /// <summary>What the command makes of the aggregate.</summary>
    protected abstract Result<Accepted> Decide(TAggregate aggregate, TCommand command);

    /// <summary>Stores aggregates with their journals, without lifecycles.</summary>
    protected abstract Task Store(IReadOnlyList<TAggregate> aggregates);

    /// <summary>The key of the row that every command on the aggregate of this number writes.</summary>
    protected abstract string RowKey(long number);

    /// <summary>Gives the command, and returns the answer as <see cref="Answer"/> reads it.</summary>
    protected abstract Task<string> Give(TAggregate aggregate, TCommand command);

    /// <summary>What stands of an aggregate that was stored like this, and the lines of its journal since, where it has one.</summary>
    protected abstract Task<(TAggregate Stands, IEnumerable<string> Lines)> Read(TAggregate stored);

    /// <summary>All of an aggregate that follows from the commands alone, as text.</summary>
    protected abstract string Text(TAggregate aggregate);

    /// <summary>What is answered to a command that is refused.</summary>
    protected virtual string Refused(TCommand command, Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return $"{ProblemResults.Status(problem.Kind)} {problem.Code} {problem.State}";
    }

    /// <summary>The first exceptions that the portal has logged.</summary>
    protected string Errors =>
        string.Join('\n', Portal.Logs.Lines.Where(line => line.Contains("Exception", StringComparison.Ordinal)).Take(5));

    /// <summary>The test run's end.</summary>
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Calls the portal, and reads the answer.</summary>
    protected static async Task<string> Post(HttpClient client, string route, object body)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var answer = await client.PostAsJsonAsync($"/api/{route}", body, Stop);
        return await Answer(answer);
    }

    /// <summary>The version that an accepted command came to, or the status, code and state of a refusal.</summary>
    protected static async Task<string> Answer(HttpResponseMessage answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var body = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop));
        if (answer.IsSuccessStatusCode) return Version(body.GetProperty("version").GetInt32());
        var state = body.TryGetProperty("state", out var stands) ? stands.GetString() : null;
        return $"{(int)answer.StatusCode} {body.GetProperty("code")} {state}";
    }

    /// <summary>What is answered to a command that is accepted.</summary>
    protected static string Version(int version) => string.Create(CultureInfo.InvariantCulture, $"version {version}");

    /// <summary>Stores what the races are about.</summary>
    protected Task Store(IEnumerable<Race> races) => Store([.. races.Select(race => race.Aggregate)]);

    /// <summary>Lets the two of each race go at once, and asserts that all is as if one had come after the other.</summary>
    /// <returns>The commands of each race that were accepted, in their order.</returns>
    private protected async Task<IReadOnlyDictionary<Race, IReadOnlyList<Accepted>>> RaceAll(
        IReadOnlyList<Race> races, Func<StartingLine, StorageRequest, StorageFault?> fault)
    {
        var start = new StartingLine(table, races.Select(race => RowKey(race.Number)));
        proxy.Fault = request => fault(start, request);
        (proxy.BeforeForwarding, proxy.AfterForwarding) = (start.Wait, start.LetGo);
        var accepted = new ConcurrentDictionary<Race, IReadOnlyList<Accepted>>();
        var violations = new ConcurrentBag<string>();
        var oneFirst = 0;
        await Parallel.ForEachAsync(
            races,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Stop },
            async (race, _) =>
            {
                var seen = await Seen(race);
                InTurn[] possible = [InTurn.Of(this, race, oneFirst: true), InTurn.Of(this, race, oneFirst: false)];
                if (possible[0].Observation == seen) Interlocked.Increment(ref oneFirst);
                if (possible.FirstOrDefault(one => one.Observation == seen) is { } serial) accepted[race] = serial.Accepted;
                else violations.Add($"{race}\ncame to\n{seen}\nin place of\n{string.Join("\nor\n", possible.Select(one => one.Observation))}");
            });

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{races.Count} races: met {start.Met} times, one first {oneFirst} times, both accepted "
            + $"{accepted.Values.Count(both => both.Count == 2)} times, {violations.Count} violations.");
        Assert.True(violations.IsEmpty, $"{violations.Count} violations in {races.Count} races:\n{string.Join("\n\n", violations.Take(5))}\n{Errors}");
        // Had they seldom met, or had the same side always come first, the test would show nothing.
        Assert.True(start.Met >= races.Count * 9 / 10, $"The two met in {start.Met} of {races.Count} races.");
        Assert.True(races.Count < ManyRaces || (oneFirst > 0 && oneFirst < races.Count), $"One came first {oneFirst} times.");
        return accepted;
    }

    /// <summary>Every two commands that a state allows, a command with itself too; each pair a number of times.</summary>
    protected IReadOnlyList<Race> Pairs(int repeats)
    {
        var (ones, others) = (CommandsOf(Sides[0]), CommandsOf(Sides[1]));
        Assert.Equal(
            typeof(TCommand).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(TCommand))).Select(type => type.Name).Order(),
            ones.Select(command => command.GetType().Name).Distinct().Order());
        var pairs =
            from state in InEachState(First).Index()
            let allowed = ones.Index().Where(one => Decide(state.Item, one.Item).IsSuccess).Select(one => one.Index).ToList()
            from one in allowed
            from other in allowed.Where(other => other >= one)
            from _ in Enumerable.Range(0, repeats)
            select (State: state.Index, One: ones[one], Other: others[other]);
        return [.. pairs.Select((pair, n) => new Race(First + n, InEachState(First + n).ElementAt(pair.State), pair.One, pair.Other))];
    }

    /// <summary>What can be seen of a race in which both went at once.</summary>
    private async Task<Observation> Seen(Race race)
    {
        var answers = await Task.WhenAll(GiveUntilTaken(race.Aggregate, race.One), GiveUntilTaken(race.Aggregate, race.Other));
        var (stands, lines) = await Read(race.Aggregate);
        return new Observation(answers[0], answers[1], string.Join('\n', lines), Text(stands));
    }

    /// <summary>A busy machine's queue may be too slow for a command, of which nothing is stored then: it is given again.</summary>
    private async Task<string> GiveUntilTaken(TAggregate aggregate, TCommand command)
    {
        while (true)
        {
            var answer = await Give(aggregate, command);
            if (!answer.StartsWith("503 temporarily-unavailable", StringComparison.Ordinal)) return answer;
        }
    }

    private async Task<Side> NewSide(string person, string desk)
    {
        var caller = TwoCustomers.Person(person, "C1", Profile.Supervisor);
        return new Side(
            caller,
            Portal.ClientOf(caller),
            new Actor(ActorKind.Staff, desk),
            await Portal.StaffClient(desk, "dits.read", "dits.write", "orders.read", "orders.write"));
    }

    /// <summary>One of the two who command at once: a person of the customer, and a desk of DFM's.</summary>
    protected sealed record Side(Caller Person, HttpClient Customer, Actor Desk, HttpClient Staff)
    {
        /// <summary>The person, as journals show it.</summary>
        public Actor Author => Person.ToActor();
    }

    /// <summary>What a command that is accepted comes to.</summary>
    /// <param name="Stands">The aggregate after it.</param>
    /// <param name="Line">Its line in the journal, where there is one.</param>
    /// <param name="Answer">What is answered.</param>
    /// <param name="Mails">The mails that follow.</param>
    protected sealed record Accepted(TAggregate Stands, string? Line, string Answer, IReadOnlyList<MailMessage> Mails);

    /// <summary>Two commands on one aggregate.</summary>
    protected sealed record Race(long Number, TAggregate Aggregate, TCommand One, TCommand Other);

    /// <summary>All that can be seen of a race.</summary>
    private sealed record Observation(string AnswerToOne, string AnswerToOther, string Journal, string Stands)
    {
        public override string ToString() => $"  {AnswerToOne}\n  {AnswerToOther}\n  {Journal.ReplaceLineEndings("\n  ")}\n  {Stands}";
    }

    /// <summary>What comes of a race's commands when one comes after the other.</summary>
    private sealed record InTurn(IReadOnlyList<Accepted> Accepted, Observation Observation)
    {
        public static InTurn Of(RaceTests<TAggregate, TCommand> rules, Race race, bool oneFirst)
        {
            var first = rules.Decide(race.Aggregate, oneFirst ? race.One : race.Other).Value;
            var second = rules.Decide(first.Stands, oneFirst ? race.Other : race.One);
            IReadOnlyList<Accepted> accepted = second.IsSuccess ? [first, second.Value] : [first];
            var toSecond = second.Match(both => both.Answer, problem => rules.Refused(oneFirst ? race.Other : race.One, problem));
            var (toOne, toOther) = oneFirst ? (first.Answer, toSecond) : (toSecond, first.Answer);
            var journal = string.Join('\n', accepted.Select(one => one.Line).OfType<string>());
            return new InTurn(accepted, new Observation(toOne, toOther, journal, rules.Text(accepted[^1].Stands)));
        }
    }
}
