using System.Net;
using System.Net.Http.Headers;
using Azure.Data.Tables;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Dits;
using Dfm.Functions.Parc;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Crashes;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Dits;

/// <summary>The portal is killed while DITs are raised, planned and cancelled.</summary>
[Collection(CrashTests.Collection)]
public sealed class DitCrashTests(AzuriteFixture azurite) : CrashTests(azurite, "dit", TableNames.Dits)
{
    private const string Whole = "walk";

    [Fact]
    public Task Killed_AtAnyMomentOfTheWalk_ThePortalGoesOnWhereItWas() => GoesOnWhereItWas();

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, int Moments)> Stages => [(Whole, 24)];

    /// <inheritdoc/>
    protected override IEnumerable<string> States => Enum.GetNames<DitState>();

    /// <inheritdoc/>
    protected override Task Arrange(TableServiceClient tables) => Task.WhenAll(
        new NatureStore(tables, TimeProvider.System).Save([new Nature("PANNE", "Panne", [AssetKind.Printing], 1)], Stop),
        new AssetWriter(tables).Write([TwoCustomers.Asset("p1", "c1", "s1", AssetKind.Printing)], null, Stop));

    /// <summary>
    /// A customer signs in, raises a DIT with a file, sees its mail and its state; the service desk plans it; its cancellation is refused;
    /// another is raised and cancelled.
    /// </summary>
    protected override async Task<IReadOnlyList<Followed>> Walk(CrashRun run)
    {
        run.Enter(Whole);
        await run.SignIn();
        var (planned, version) = await Raise(run, "first");
        await IsKnown(run, planned);
        var (dit, _) = await run.Ask(() => new(HttpMethod.Get, $"/api/dits/{planned}"));
        Assert.Equal("AwaitingPlanning", (await dit.Json()).GetProperty("state").GetString());
        var plannedFor = DateTimeOffset.UtcNow.AddDays(1);
        await Move(run, planned, version, new { action = "Plan", plannedFor, technician = "Hugo Marchand" });
        var (refused, _) = await Cancel(run, planned);
        await refused.IsProblem(HttpStatusCode.Conflict, "dit-cannot-be-cancelled");

        var (cancelled, _) = await Raise(run, "second");
        await Cancelled(run, cancelled);
        return [new(planned, Ended: false, "Raised", "Planned"), new(cancelled, Ended: true, "Raised", "Cancelled")];
    }

    /// <inheritdoc/>
    protected override async Task<string?> Unsettled(CrashRun run, IReadOnlyList<Followed> walked)
    {
        var open = (await run.Look("/api/assets/p1")).GetProperty("openDits").EnumerateArray().Select(dit => dit.GetString()).ToList();
        return open.SequenceEqual(walked.Where(one => !one.Ended).Select(one => one.Number))
            ? null
            : $"The asset's open DITs: {string.Join(", ", open)}.";
    }

    /// <inheritdoc/>
    protected override async Task Check(CrashRun run, IReadOnlyList<Followed> walked)
    {
        foreach (var one in walked) Assert.Single((await run.Look($"/api/dits/{one.Number}")).GetProperty("attachments").EnumerateArray());
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
        return ((await answer.Json()).GetProperty("number").GetString()!, answer.Headers.ETag!);
    }
}
