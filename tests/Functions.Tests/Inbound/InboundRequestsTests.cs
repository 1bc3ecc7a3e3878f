using Azure.Data.Tables;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using static Dfm.Functions.Tests.Infrastructure.RequestCounter;

namespace Dfm.Functions.Tests.Inbound;

/// <summary>
/// What mails that come in ask of the storage, to the last request: each names its partition and a key or a range of keys, and there are as
/// many with ten mails as with thousands.
/// </summary>
public sealed class InboundRequestsTests(AzuriteFixture azurite)
    : CountedRequests<InboundPortal>(azurite, (at, settings) => InboundPortal.StartAsync(at, settings))
{
    // The original, stored and read; the mail's row, its identity and what became of it; its outbox row, deleted; whose the address is, and
    // that person; the asset by its id in two spellings, and by its serial number; whether there is a response already; the asset's open DITs;
    // the DIT; and all that follows a DIT, webhooks looked for too.
    private const int EffectsOfAMail = 26;

    [Theory]
    [InlineData(10)]
    // More than a page of a query, which is 1,000 rows.
    [InlineData(1_100)]
    public async Task Requests_AreFew_NameTheirKeys_AndDoNotGrowWithTheMails(int mails)
    {
        // The first DIT reserves a block of numbers and reads the natures: left out of the figures.
        await Counter.Effects(() => Portal.Sorted(new SentMail { Text = "SNp10001" }));
        var held = await Portal.Sorted(new SentMail { From = "x@autre.example", Text = "Bonjour" });
        await Multiply(mails);

        var bytes = await new SentMail { Text = "SNp10001 en panne", Files = [new("photo.png", Samples.Png, "image/png")] }.ToForm(raw: false);
        // The original; whether there is one already; the transaction.
        await Counter.Counts(
            "ReceiveMail", 3, Portal.Portal.Client, InboundPortal.SignedRequest("email", bytes.Body, bytes.ContentType, Portal.Portal.Clock.GetUtcNow()));
        await Portal.Sorted(InboundPortal.IdOf(bytes.Body));
        await Counter.Counts("ListInboundMails", 2, Portal.Staff, Getting("backoffice/inbound?limit=5"));
        await Counter.Counts("GetInboundMail", 2, Portal.Staff, Getting($"backoffice/inbound/{held.Id}"));
        await Counter.Counts("GetInboundMailOriginal", 3, Portal.Staff, Getting($"backoffice/inbound/{held.Id}/original"));
        await Counter.Counts("DiscardInboundMail", 3, Portal.Staff, Posting($"backoffice/inbound/{held.Id}/discard", new { }));
        var other = await Portal.Sorted(new SentMail { From = "y@autre.example", Text = "Bonjour" });
        // The key, the asset, the mail, the transaction.
        await Counter.Counts(
            "AssignInboundMail", 4, Portal.Staff, Posting($"backoffice/inbound/{other.Id}/assign", new { customer = "c1", asset = "p1" }));
        var told = "[{\"sg_event_id\":\"1\",\"event\":\"bounce\",\"mail_id\":\"dit-1-1-Raised\",\"email\":\"a@example.com\",\"timestamp\":2000000000}]"u8;
        // In the list of all, and with what it is about.
        await Counter.Counts(
            "ReceiveMailEvents",
            2,
            Portal.Portal.Client,
            InboundPortal.SignedRequest("events", told.ToArray(), "application/json", Portal.Portal.Clock.GetUtcNow()));
        await Counter.Counts("ListMailFailures", 2, Portal.Staff, Getting("backoffice/mail-failures?limit=5"));
    }

    [Fact]
    public async Task WhatBecomesOfAMail_TakesAFewRequests()
    {
        await Counter.Effects(() => Portal.Sorted(new SentMail { Text = "SNp10001" }));

        var (_, all) = await Counter.Effects(() => Portal.Sorted(new SentMail { Text = "SNp10001", MessageId = "2@example.com" }));
        // Without the test's own looks at what has become of it.
        var raised = all.Where(request => request.Resource != TableNames.ApiKeys && request is not { Resource: TableNames.InboundMails, Operation: "Get" });
        Holds("A mail that raises a DIT, all that follows", EffectsOfAMail, [.. raised]);
    }

    /// <summary>Stores the rows of the mails that wait so many times more.</summary>
    private async Task Multiply(int times)
    {
        var table = new TableServiceClient(Account.ConnectionString).GetTableClient(TableNames.InboundMails);
        var rows = await table.QueryAsync<TableEntity>("RowKey ge 'h-' and RowKey lt 'h.'").ToListAsync();
        var copies = rows.SelectMany(row => Enumerable.Range(1, times).Select(n => new TableEntity(row) { RowKey = $"{row.RowKey}-{n}" }));
        await ManyRows.Write(table, copies);
    }
}
