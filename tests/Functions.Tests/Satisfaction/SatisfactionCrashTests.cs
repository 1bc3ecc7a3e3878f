using System.Net;
using System.Net.Http.Json;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Parc.Storage;
using Dfm.Functions.Satisfaction.Backoffice;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Crashes;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Satisfaction;

/// <summary>The portal is killed while a DIT is closed, and somebody answers its mail.</summary>
[Collection(CrashTests.Collection)]
public sealed class SatisfactionCrashTests(AzuriteFixture azurite) : CrashWalks<string>(azurite)
{
    private const string Closing = "close";
    private const string Answering = "answer";

    [Fact]
    public Task Killed_AtAnyMomentOfTheWalk_ThePortalGoesOnWhereItWas() => GoesOnWhereItWas();

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, int Moments)> Stages => [(Closing, 6), (Answering, 8)];

    /// <inheritdoc/>
    protected override Task Arrange(TableServiceClient tables, CustomerId customer) => Task.WhenAll(
        new TableNatureStore(tables, TimeProvider.System).Save([new Nature("PANNE", "Panne", [AssetKind.Printing], 1)], Stop),
        new AssetWriter(tables).Write([TwoCustomers.Asset("p1", customer.Value, "s1", AssetKind.Printing)], null, Stop));

    /// <summary>Claire Aubry raises a DIT, DFM's staff closes it, and she answers its mail, twice.</summary>
    protected override async Task<string> Walk(CrashRun run)
    {
        run.Enter(Closing);
        await run.SignIn();
        var (raised, _) = await run.Ask(() => new(HttpMethod.Post, "/api/assets/p1/dits")
        {
            Content = DitPortal.Form(),
            Headers = { { "Idempotency-Key", "first" } },
        });
        var dit = (await raised.Read<DitResponse>(HttpStatusCode.Created)).Number.Value;
        foreach (var action in (string[])["Plan", "Start", "Finish", "Close"]) await Move(run, dit, action);
        KeptMail? mail = null;
        await Until(async () =>
        {
            mail = (await Mails(run)).Find(one => one.MailId.EndsWith("-Closed", StringComparison.Ordinal));
            return mail is null ? "It is not closed." : null;
        });
        var token = mail!.Text[(mail.Text.IndexOf("/satisfaction#", StringComparison.Ordinal) + "/satisfaction#".Length)..].Split('~')[0];

        run.Enter(Answering);
        for (var time = 0; time < 2; time++)
        {
            var (answer, _) = await run.Ask(() => new(HttpMethod.Put, "/api/satisfaction")
            {
                Content = JsonContent.Create(new { token, score = "Satisfied", comment = "Bien." }),
            });
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        return dit;
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> NumbersOf(string walked) => [walked];

    /// <inheritdoc/>
    protected override Task<string?> Unrest(CrashRun run, string walked) => LeftBehind(run, TableNames.Dits);

    /// <inheritdoc/>
    protected override async Task Check(CrashRun run, string walked)
    {
        var month = await run.Look<ListSatisfaction.SatisfactionResponse>("/api/backoffice/satisfaction?limit=100");
        Assert.Single(month.Items, answer => answer.Dit.Value == walked);
        Assert.Equal(month.Items.Count, month.Count);
    }

    /// <summary>Moves the DIT along, once the staff sees it; done before the kill, it is not allowed once more.</summary>
    private static Task Move(CrashRun run, string dit, string action) => Until(async () =>
    {
        var (answer, again) = await run.Ask(() => new(HttpMethod.Post, $"/api/backoffice/dits/{dit}/transitions")
        {
            Content = JsonContent.Create(action is "Plan"
                ? new { action, plannedFor = DateTimeOffset.UtcNow.AddDays(1), technician = "Hugo Marchand", comment = (string?)null }
                : (object)new { action, comment = action is "Finish" ? "Fait." : null }),
            Headers = { { "Idempotency-Key", action } },
        });
        return answer.IsSuccessStatusCode || (again && answer.StatusCode is HttpStatusCode.Conflict) ? null : $"{action}: {answer.StatusCode}";
    });
}
