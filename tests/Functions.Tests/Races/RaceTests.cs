using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Core;
using Dfm.Core.Accounts;
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
/// <remarks>The environment's <c>RACES</c> asks for so many races of each pair.</remarks>
public abstract class RaceTests<TAggregate, TCommand>(AzuriteFixture azurite, string table) : IAsyncLifetime
    where TCommand : notnull
{
    private const int AtOnce = 16;
    private const int First = 1_001;
    private StorageProxy proxy = null!;

    /// <summary>The portal, with the customer C1 and its site S1.</summary>
    protected InProcessPortal Portal { get; private set; } = null!;

    /// <summary>The two who command at the same instant.</summary>
    protected IReadOnlyList<Side> Sides { get; private set; } = [];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(azurite.Ports);
        Portal = await InProcessPortal.StartAsync(azurite.NewAccount().Through(proxy.Ports));
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
    public Task TwoCommandsAtOnce_StandAsIfOneHadComeAfterTheOther() => RaceAll(repeats: 20, fault: (_, _) => null);

    [Fact]
    public Task TwoCommandsAtOnce_StandOnce_WhenTheAnswerToTheFirstOnesTransactionIsLost() =>
        RaceAll(repeats: 2, (start, request) => start.IsLeader(request) ? new StorageFault(StorageFaultKind.CutAfter) : null);

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

    /// <summary>The end of the tests.</summary>
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

    private async Task RaceAll(int repeats, Func<StartingLine, StorageRequest, StorageFault?> fault)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("RACES"), CultureInfo.InvariantCulture, out var asked)) repeats = asked;
        var races = Pairs(First, repeats).ToList();
        await Store([.. races.Select(race => race.Aggregate)]);
        var start = new StartingLine(table, races.Select(race => RowKey(race.Number)));
        proxy.Fault = request => fault(start, request);
        (proxy.BeforeForwarding, proxy.AfterForwarding) = (start.Wait, start.LetGo);
        var violations = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            races,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Stop },
            async (race, _) =>
            {
                if (await Violation(race) is { } violation) violations.Add(violation);
            });

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{races.Count} races of {races.Count / repeats} pairs: met {start.Met} times, {violations.Count} violations.");
        Assert.True(violations.IsEmpty, $"{violations.Count} violations in {races.Count} races:\n{string.Join("\n\n", violations.Take(5))}");
        // Had they seldom met, the test would show nothing.
        Assert.True(start.Met >= races.Count * 9 / 10, $"The two met in {start.Met} of {races.Count} races.");
    }

    /// <summary>Every two commands that a state allows, a command with itself too; each pair a number of times.</summary>
    private IEnumerable<Race> Pairs(int first, int repeats)
    {
        var (ones, others) = (CommandsOf(Sides[0]), CommandsOf(Sides[1]));
        var pairs =
            from state in InEachState(first).Index()
            let allowed = ones.Index().Where(one => Decide(state.Item, one.Item).IsSuccess).Select(one => one.Index).ToList()
            from one in allowed
            from other in allowed.Where(other => other >= one)
            from _ in Enumerable.Range(0, repeats)
            select (State: state.Index, One: ones[one], Other: others[other]);
        return pairs.Select((pair, n) => new Race(first + n, InEachState(first + n).ElementAt(pair.State), pair.One, pair.Other));
    }

    /// <summary>Lets both go at once; what is wrong then, or null.</summary>
    private async Task<string?> Violation(Race race)
    {
        var answers = await Task.WhenAll(Give(race.Aggregate, race.One), Give(race.Aggregate, race.Other));
        var (stands, lines) = await Read(race.Aggregate);
        var seen = new Story(answers[0], answers[1], Joined([.. lines]), Text(stands));
        var oneFirst = InTurn(race.Aggregate, race.One, race.Other);
        var otherFirst = InTurn(race.Aggregate, race.Other, race.One).TheOtherWayRound();
        return seen == oneFirst || seen == otherFirst
            ? null
            : $"{race.One}\nand\n{race.Other}\non\n{Text(race.Aggregate)}\ncame to\n{seen}\nin place of\n{oneFirst}\nor\n{otherFirst}";
    }

    private Story InTurn(TAggregate aggregate, TCommand first, TCommand second)
    {
        var accepted = Decide(aggregate, first).Value;
        return Decide(accepted.Stands, second).Match(
            both => new Story(accepted.Answer, both.Answer, Joined(accepted.Line, both.Line), Text(both.Stands)),
            problem => new Story(accepted.Answer, Refused(second, problem), accepted.Line, Text(accepted.Stands)));
    }

    private static string Joined(params string[] lines) => string.Join('\n', lines.Where(line => line.Length > 0));

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
        public Actor Author => new(ActorKind.Customer, Person.Name, Person.Email);
    }

    /// <summary>What a command that is accepted comes to.</summary>
    /// <param name="Stands">The aggregate after it.</param>
    /// <param name="Line">Its line in the journal; empty where there is none.</param>
    /// <param name="Answer">What is answered.</param>
    protected sealed record Accepted(TAggregate Stands, string Line, string Answer);

    private sealed record Race(long Number, TAggregate Aggregate, TCommand One, TCommand Other);

    /// <summary>All that can be seen of a race.</summary>
    private sealed record Story(string AnswerToOne, string AnswerToOther, string Journal, string Stands)
    {
        public Story TheOtherWayRound() => this with { AnswerToOne = AnswerToOther, AnswerToOther = AnswerToOne };

        public override string ToString() => $"  {AnswerToOne}\n  {AnswerToOther}\n  {Journal.ReplaceLineEndings("\n  ")}\n  {Stands}";
    }
}
