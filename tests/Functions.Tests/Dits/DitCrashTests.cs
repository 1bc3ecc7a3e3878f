using System.Net;
using System.Net.Http.Json;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Parc.Responses;
using Dfm.Functions.Parc.Storage;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Crashes;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Dits;

/// <summary>The portal is killed while DITs are raised, planned and cancelled.</summary>
[Collection(CrashTests.Collection)]
public sealed class DitCrashTests(AzuriteFixture azurite) : CrashTests(azurite, "dit", TableNames.Dits)
{
    private const string Raising = "raise";
    private const string Meeting = "together";
    private const string Cancelling = "cancel";

    [Fact]
    public Task Killed_AtAnyMomentOfTheWalk_ThePortalGoesOnWhereItWas() => GoesOnWhereItWas();

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, int Moments)> Stages => [(Raising, 11), (Meeting, 12), (Cancelling, 9)];

    /// <inheritdoc/>
    protected override IEnumerable<string> States => Enum.GetNames<DitState>();

    /// <inheritdoc/>
    protected override Task Arrange(TableServiceClient tables, CustomerId customer) => Task.WhenAll(
        new TableNatureStore(tables, TimeProvider.System).Save([new Nature("PANNE", "Panne", [AssetKind.Printing], 1)], Stop),
        new AssetWriter(tables).Write([TwoCustomers.Asset("p1", customer.Value, "s1", AssetKind.Printing)], null, Stop));

    /// <summary>
    /// A customer signs in, raises a DIT with a file, sees its mail and its state; two of the customer's people and a desk write on it at the
    /// same time; two desks plan it at the same time, of whom one does; its cancellation is refused; another is raised and cancelled.
    /// </summary>
    protected override async Task<IReadOnlyList<Followed>> Walk(CrashRun run)
    {
        run.Enter(Raising);
        await run.SignIn();
        await run.SignColleagueIn();
        var planned = await Raise(run, "first");
        await IsKnown(run, planned);
        var (dit, _) = await run.Ask(() => new(HttpMethod.Get, $"/api/dits/{planned}"));
        Assert.Equal(DitState.AwaitingPlanning, (await dit.Read<DitResponse>()).State);

        run.Enter(Meeting);
        var messages = await Write(run, planned);
        var plannedFor = DateTimeOffset.UtcNow.AddDays(1);
        var plan = await MoveTwice(
            run, planned, "Planned", comment => new { action = "Plan", plannedFor, technician = "Hugo Marchand", comment });
        var (refused, _) = await Cancel(run, planned);
        await refused.IsProblem(HttpStatusCode.Conflict, "dit-cannot-be-cancelled");

        run.Enter(Cancelling);
        var cancelled = await Raise(run, "second");
        await Cancelled(run, cancelled);
        var raise = new Step("Raised", "Claire Aubry");
        return
        [
            new(planned, Ended: false, [raise, .. messages, plan]),
            new(cancelled, Ended: true, raise, new("Cancelled", "Claire Aubry", CancellationComment)),
        ];
    }

    /// <inheritdoc/>
    protected override async Task<string?> Unsettled(CrashRun run, IReadOnlyList<Followed> walked)
    {
        var open = (await run.Look<AssetResponse>("/api/assets/p1")).OpenDits;
        return open.SequenceEqual(walked.Where(one => !one.Ended).Select(one => one.Number))
            ? null
            : $"The asset's open DITs: {string.Join(", ", open)}.";
    }

    /// <inheritdoc/>
    protected override async Task CheckMore(CrashRun run, IReadOnlyList<Followed> walked)
    {
        foreach (var one in walked) Assert.Single((await run.Look<DitResponse>($"/api/dits/{one.Number}")).Attachments);
    }

    private static async Task<Step[]> Write(CrashRun run, string number)
    {
        Step[] messages =
        [
            new("Message", "Claire Aubry", "Le code est le 12."),
            new("Message", "Paul Durand", "Le code est le 14."),
            new("Message", "DFM", "Quel est le code ?"),
        ];
        var (route, ofStaff) = ($"/api/dits/{number}/messages", $"/api/backoffice/dits/{number}/messages");
        var answers = await Task.WhenAll(
            run.Ask(() => Writing(route, messages[0].Text)),
            run.Ask(() => run.ByColleague(Writing(route, messages[1].Text))),
            run.Ask(() => Writing(ofStaff, messages[2].Text)));
        Assert.All(answers, one => Assert.Equal(HttpStatusCode.Created, one.Answer.StatusCode));
        return messages;
    }

    private static HttpRequestMessage Writing(string route, string? text) => new(HttpMethod.Post, route)
    {
        Content = JsonContent.Create(new { text }),
        Headers = { { "Idempotency-Key", "once" } },
    };

    private static async Task<string> Raise(CrashRun run, string key)
    {
        var (answer, _) = await run.Ask(() => new(HttpMethod.Post, "/api/assets/p1/dits")
        {
            Content = DitPortal.Form(files: ("écran.png", Samples.Png)),
            Headers = { { "Idempotency-Key", key } },
        });
        return (await answer.Read<DitResponse>(HttpStatusCode.Created)).Number.Value;
    }
}
