using System.Net;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Core.Privacy;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Parc.Storage;
using Dfm.Functions.Privacy.Responses;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Crashes;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Privacy;

/// <summary>The portal is killed while it erases a person who has raised a DIT.</summary>
[Collection(CrashTests.Collection)]
public sealed class ErasureCrashTests(AzuriteFixture azurite) : CrashWalks<ErasureCrashTests.Walked>(azurite)
{
    private const string Raising = "raise";
    private const string Erasing = "erase";

    /// <summary>The DIT of the person who is erased, and the erasure.</summary>
    public sealed record Walked(string Dit, ErasureResponse Erasure);

    [Fact]
    public Task Killed_AtAnyMomentOfTheWalk_ThePortalGoesOnWhereItWas() => GoesOnWhereItWas();

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, int Moments)> Stages => [(Raising, 4), (Erasing, 40)];

    /// <inheritdoc/>
    protected override string? CommandStage => Erasing;

    /// <inheritdoc/>
    protected override Task Arrange(TableServiceClient tables, CustomerId customer) => Task.WhenAll(
        new TableNatureStore(tables, TimeProvider.System).Save([new Nature("PANNE", "Panne", [AssetKind.Printing], 1)], Stop),
        new AssetWriter(tables).Write([TwoCustomers.Asset("p1", customer.Value, "s1", AssetKind.Printing)], null, Stop));

    /// <summary>Paul Durand raises a DIT, and is erased by DFM's staff.</summary>
    protected override async Task<Walked> Walk(CrashRun run)
    {
        run.Enter(Raising);
        await run.SignIn();
        await run.SignColleagueIn();
        var (answer, _) = await run.Ask(() => run.ByColleague(new(HttpMethod.Post, "/api/assets/p1/dits")
        {
            Content = DitPortal.Form("Appelez Paul Durand."),
            Headers = { { "Idempotency-Key", "first" } },
        }));
        var dit = (await answer.Read<DitResponse>(HttpStatusCode.Created)).Number.Value;
        await Until(async () => await Mails(run) is [] ? "No mail." : await LeftBehind(run, TableNames.Dits));

        run.Enter(Erasing);
        var (erased, _) = await run.Ask(() => new(HttpMethod.Post, $"/api/backoffice/customers/{run.Customer}/users/paul-{run.Customer}/erase")
        {
            Headers = { { "Idempotency-Key", "once" } },
        });
        return new(dit, await erased.Read<ErasureResponse>(HttpStatusCode.Accepted));
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> NumbersOf(Walked walked) => [walked.Dit];

    /// <inheritdoc/>
    protected override async Task<string?> Unrest(CrashRun run, Walked walked)
    {
        var erasure = (await run.Look<Page<ErasureResponse>>($"/api/backoffice/customers/{run.Customer}/erasures")).Items.Single();
        if (erasure.State is not ErasureState.Done) return "It is not done.";
        var lifecycle = (await run.Look<OrchestrationsResponse>("/local/orchestrations?format=json")).Items.SingleOrDefault(one => one.Id == $"dit-{walked.Dit}");
        if (lifecycle is not { Status: "Running" }) return $"The lifecycle is {lifecycle?.Status}.";
        return await LeftBehind(run, TableNames.Users);
    }

    /// <inheritdoc/>
    protected override async Task Check(CrashRun run, Walked walked)
    {
        var name = walked.Erasure.Name;
        var dit = await run.Look<DitResponse>($"/api/dits/{walked.Dit}");
        Assert.Equal((name, $"Appelez {name}."), (dit.RaisedBy, dit.Description));
        Assert.Equal(name, Assert.Single(dit.Journal).By);
        var queued = await run.Look<Page<QueuedDit>>("/api/backoffice/dits?state=AwaitingPlanning&limit=100");
        Assert.Single(queued.Items, one => one.Number.Value == walked.Dit);
        await foreach (var table in run.Tables.QueryAsync("TableName ne 'LocalServiceBus' and TableName ne 'LocalMails'", cancellationToken: Stop))
        {
            var rows = run.Tables.GetTableClient(table.Name).QueryAsync<TableEntity>($"PartitionKey eq '{run.Customer}'", cancellationToken: Stop);
            await foreach (var row in rows)
                foreach (var trait in (string[])["Paul Durand", "paul@example.com", $"paul-{run.Customer}"])
                    Assert.DoesNotContain(trait, string.Join(' ', row), StringComparison.OrdinalIgnoreCase);
        }
    }
}
