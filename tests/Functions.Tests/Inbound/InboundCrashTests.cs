using System.Net;
using System.Net.Http.Json;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Inbound;
using Dfm.Core.Parc;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Inbound.Responses;
using Dfm.Functions.Outbox;
using Dfm.Functions.Parc.Storage;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Crashes;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Inbound;

/// <summary>The portal is killed while SendGrid brings mails, and while the staff assigns one: each has its outcome, and has it once.</summary>
[Collection(CrashTests.Collection)]
public sealed class InboundCrashTests(AzuriteFixture azurite) : CrashWalks<InboundCrashTests.Walked>(azurite)
{
    private const string Raising = "raise";
    private const string Answering = "answer";
    private const string Assigning = "assign";

    /// <summary>What a walk has made.</summary>
    /// <param name="Raised">The DIT that a mail has raised.</param>
    /// <param name="Assigned">The DIT that the staff has let a mail raise.</param>
    /// <param name="Mails">The ids of the mails.</param>
    public sealed record Walked(string Raised, string Assigned, IReadOnlyList<string> Mails);

    [Fact]
    public Task Killed_AtAnyMomentOfTheWalk_ThePortalGoesOnWhereItWas() => GoesOnWhereItWas();

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, int Moments)> Stages => [(Raising, 14), (Answering, 10), (Assigning, 12)];

    /// <inheritdoc/>
    protected override Task Arrange(TableServiceClient tables, CustomerId customer) => Task.WhenAll(
        new TableNatureStore(tables, TimeProvider.System).Save([new Nature("PANNE", "Panne", [AssetKind.Printing], 1)], Stop),
        new AssetWriter(tables).Write([TwoCustomers.Asset("p1", customer.Value, "s1", AssetKind.Printing)], null, Stop));

    /// <summary>
    /// Claire's mail raises a DIT with a photo; she answers its confirmation; a mail of hers that names no asset is answered, and the staff
    /// assigns it.
    /// </summary>
    protected override async Task<Walked> Walk(CrashRun run)
    {
        run.Enter(Raising);
        await run.SignIn();
        var first = await Receive(run, Of(run) with { Text = "SNp10001 en panne", Files = [new("photo.png", Samples.Png, "image/png")] });
        var raised = (await Sorted(run, first)).About!.Number;
        await Until(async () => (await Own(run)).Exists(mail => mail.MailId == $"dit-{raised}-1-Raised") ? null : "No confirmation.");

        run.Enter(Answering);
        var confirmation = (await Own(run)).First(mail => mail.MailId == $"dit-{raised}-1-Raised");
        var second = await Receive(run, Of(run) with { To = confirmation.ReplyTo!, Text = "Code 12.", Files = [new("plan.png", Samples.Png, "image/png")] });
        await Sorted(run, second);

        run.Enter(Assigning);
        var third = await Receive(run, Of(run) with { Text = "En panne aussi." });
        await Sorted(run, third);
        var (assigned, _) = await run.Ask(() => new(HttpMethod.Post, $"/api/backoffice/inbound/{third}/assign")
        {
            Content = JsonContent.Create(new { customer = run.Customer.Value, asset = "p1" }),
            Headers = { { "Idempotency-Key", "once" } },
        });
        Assert.Equal(HttpStatusCode.OK, assigned.StatusCode);
        await Until(async () => (await Find(run, third)).About is null ? "It has raised nothing." : null);
        return new(raised, (await Find(run, third)).About!.Number, [first, second, third]);
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> NumbersOf(Walked walked) => [walked.Raised, walked.Assigned];

    /// <inheritdoc/>
    protected override async Task<string?> Unrest(CrashRun run, Walked walked)
    {
        var mails = (await Own(run)).Select(mail => mail.MailId).ToList();
        var asked = mails.Where(id => id.StartsWith("inbound-assets-", StringComparison.Ordinal)).ToList();
        string[] expected = [$"dit-{walked.Raised}-1-Raised", $"dit-{walked.Assigned}-1-Raised"];
        if (asked.Distinct().Count() != 1 || !mails.Except(asked).ToHashSet().SetEquals(expected)) return $"The mails are {string.Join(", ", mails)}.";
        var outbox = run.Tables.GetTableClient(TableNames.InboundMails).All(TableNames.InboundPartition, OutboxRows.Prefix, ["RowKey"], Stop);
        await foreach (var row in outbox) return $"The outbox of the mails holds {row.RowKey}.";
        return await LeftBehind(run, TableNames.Dits);
    }

    /// <inheritdoc/>
    protected override async Task Check(CrashRun run, Walked walked)
    {
        var listed = (await run.Look<Page<ListedItem>>("/api/dits")).Items.Select(dit => dit.Number);
        Assert.Equal([walked.Assigned, walked.Raised], listed);
        var raised = await run.Look<DitResponse>($"/api/dits/{walked.Raised}");
        Assert.Equal([DitEntryKind.Raised, DitEntryKind.Message, DitEntryKind.AttachmentsAdded], raised.Journal.Select(entry => entry.Kind));
        Assert.Equal(["photo.png", "plan.png"], raised.Attachments.Select(file => file.Name));
        Assert.Equal("Code 12.", raised.Journal[1].Text);
        var states = new List<InboundState>();
        foreach (var id in walked.Mails) states.Add((await Find(run, id)).State);
        Assert.Equal([InboundState.Done, InboundState.Done, InboundState.Assigned], states);
        var held = (await run.Look<Page<InboundMailResponse>>("/api/backoffice/inbound?limit=100")).Items;
        Assert.DoesNotContain(held, mail => walked.Mails.Contains(mail.Id));
    }

    /// <summary>The addresses of each walk are its own, for one that belonged to two customers' people would be nobody's.</summary>
    private static SentMail Of(CrashRun run) => new()
    {
        From = $"claire@{run.Customer}.example.com",
        Dkim = $"{{@{run.Customer}.example.com : pass}}",
    };

    private static async Task<List<KeptMail>> Own(CrashRun run) =>
        [.. (await Mails(run)).Where(mail => mail.To.All(to => to.EndsWith($"@{run.Customer}.example.com", StringComparison.Ordinal)))];

    /// <summary>SendGrid brings a mail, again and again until it is taken.</summary>
    private static async Task<string> Receive(CrashRun run, SentMail mail)
    {
        var (body, contentType) = await mail.ToForm(raw: false);
        var (answer, _) = await run.Ask(() => InboundPortal.SignedRequest("email", body, contentType, DateTimeOffset.UtcNow));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return InboundPortal.IdOf(body);
    }

    private static async Task<InboundMailResponse> Sorted(CrashRun run, string id)
    {
        await Until(async () => (await Find(run, id)).State is InboundState.Received ? "It is not sorted." : null);
        return await Find(run, id);
    }

    private static Task<InboundMailResponse> Find(CrashRun run, string id) => run.Look<InboundMailResponse>($"/api/backoffice/inbound/{id}");
}
