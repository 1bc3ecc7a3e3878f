using Azure.Data.Tables;
using Dfm.Functions.Contact.Responses;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using static Dfm.Functions.Tests.Contact.ContactPortal;
using static Dfm.Functions.Tests.Infrastructure.RequestCounter;

namespace Dfm.Functions.Tests.Contact;

/// <summary>
/// What the functions of this chapter ask of their storage, to the last request: each names its partition and a key or a range of keys,
/// and there are as many with ten messages as with thousands.
/// </summary>
public sealed class ContactRequestsTests(AzuriteFixture azurite)
    : CountedRequests<ContactPortal>(azurite, (at, settings) => ContactPortal.StartAsync(at, settings))
{
    // The outbox row, read and deleted; the staff's row; the file; and each mail's claim and record.
    private const int EffectsOfSending = 8;

    [Theory]
    [InlineData(10)]
    // More than a page of a query, which is 1,000 rows.
    [InlineData(1_100)]
    public async Task Requests_AreFew_NameTheirKeys_AndDoNotGrowWithTheMessages(int messages)
    {
        // The first message reserves a block of numbers and reads the services, which are kept for a minute: left out of the figures.
        await Counter.Effects(() => Sent(Portal.User), mails: 2);
        await Multiply(messages);

        var (sent, effects) = await Counter.Effects(
            () => Counter.Counts<ContactRequestResponse>("SendContactRequest, with a file and a key", 3, Portal.User, WithFile()), mails: 2);
        Holds("SendContactRequest, all that follows", EffectsOfSending, effects);
        // The customer and the file; the transaction, whose key is taken; whose it was; the first response; and the file again.
        await Counter.Counts("SendContactRequest, the same again", 6, Portal.User, WithFile());
        await Counter.Counts("ListContactServices", 0, Portal.User, Getting("contact-services"));
        await Counter.Counts("ListBackofficeContactRequests", 2, Portal.Staff, Getting("backoffice/contact-requests?limit=5"));
        var route = $"backoffice/contact-requests/{sent.Number}";
        await Counter.Counts("GetBackofficeContactRequest", 4, Portal.Staff, Getting(route));
        await Counter.Counts(
            "GetBackofficeContactAttachment", 4, Portal.Staff, Getting($"{route}/attachments/{sent.Attachments[0].Id}"));
    }

    /// <summary>Stores the first message so many times more, in its customer's partition and in the staff's list, with smaller numbers.</summary>
    private async Task Multiply(int times)
    {
        var table = new TableServiceClient(Account.ConnectionString).GetTableClient(TableNames.ContactRequests);
        var rows = await table.QueryAsync<TableEntity>("RowKey ge 'c-' and RowKey lt 'c.'").ToListAsync();
        foreach (var row in rows)
        {
            var copies = Enumerable.Range(1, times)
                .Select(number => new TableEntity(row) { RowKey = $"c-{RowKeys.Newest(number)}" });
            await ManyRows.Write(table, copies);
        }
    }

    private static HttpRequestMessage WithFile() => Sending(Form(files: ("écran.png", Samples.Png)), "k");
}
