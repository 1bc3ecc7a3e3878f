using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using static Dfm.Functions.Tests.Dits.DitPortal;
using static Dfm.Functions.Tests.Infrastructure.RequestCounter;
using static Dfm.Functions.Tests.Infrastructure.TwoCustomers;

namespace Dfm.Functions.Tests.Dits;

/// <summary>
/// What the functions of this chapter ask of their storage, to the last request: each names its partition and a key or a range of keys,
/// and there are as many with ten DITs as with thousands.
/// </summary>
public sealed class DitRequestsTests(AzuriteFixture azurite)
    : CountedRequests<DitPortal>(azurite, (at, settings) => DitPortal.StartAsync(at, settings: settings))
{
    private const int EffectsOfRaising = 11;
    // The outbox row, read and deleted; and the mail's claim and record.
    private const int EffectsOfAnswering = 4;
    private const int EffectsOfPlanning = 8;
    private const int EffectsOfCancelling = 11;

    [Theory]
    [InlineData(10)]
    // The shortest list holds a quarter of them: more than a page of a query, which is 1,000 rows.
    [InlineData(4_400)]
    public async Task Requests_AreFew_NameTheirKeys_AndDoNotGrowWithTheDits(int dits)
    {
        await ManyDits.Write(Account, dits);
        using var bothSites = Portal.Portal.ClientOf(Person("rose", "c1", Profile.User, "s1", "s2"));
        // The first DIT reserves a block of numbers and reads the natures, which are kept for a minute: left out of the figures.
        await Counter.Effects(() => JustRaised(Portal.User));

        var (dit, effects) = await Counter.Effects(
            () => Counter.Counts<DitResponse>("RaiseDit, with a file and a key", 4, Portal.User, Raising("k")));
        Holds("RaiseDit, all that follows", EffectsOfRaising, effects);
        var (number, file) = (dit.Number, dit.Attachments[0].Id);
        // The asset, its open DITs and the file; the transaction, whose key is taken; whose it was; the first response; and the file again.
        await Counter.Counts("RaiseDit, the same again", 7, Portal.User, Raising("k"));
        await Counter.Counts("ListDits, a supervisor's", 1, Portal.Supervisor, Getting("dits?limit=5"));
        await Counter.Counts("ListDits, a supervisor's, by state", 1, Portal.Supervisor, Getting("dits?limit=5&state=Planned"));
        await Counter.Counts("ListDits, a user's of two sites", 2, bothSites, Getting("dits?limit=5"));
        await Counter.Counts("ListDits, a user's of two sites, by state", 2, bothSites, Getting("dits?limit=5&state=Planned"));
        await Counter.Counts("ListAssetDits", 2, Portal.User, Getting("assets/p1/dits?limit=5"));
        await Counter.Counts("GetDit", 2, Portal.User, Getting($"dits/{number}"));
        await Counter.Counts("GetDitAttachment", 2, Portal.User, Getting($"dits/{number}/attachments/{file}"));
        await Counter.Counts("AddDitMessage", 3, Portal.User, Posting($"dits/{number}/messages", new { text = "Code 12." }));
        await Counter.Counts("AddDitAttachments", 5, Portal.User, Adding($"dits/{number}/attachments"));
        await Counter.Counts("ListBackofficeDits", 2, Portal.Staff, Getting("backoffice/dits?limit=5"));
        await Counter.Counts("GetBackofficeDit", 5, Portal.Staff, Getting($"backoffice/dits/{number}"));
        await Counter.Counts("GetBackofficeDitAttachment", 4, Portal.Staff, Getting($"backoffice/dits/{number}/attachments/{file}"));
        var plan = new { action = "Plan", plannedFor = Portal.Portal.Clock.GetUtcNow().AddDays(1), technician = "Hugo Marchand" };
        // The lines of the journal of use that the message and the files leave are not the transition's.
        await Waiting.Until(async () => (await new TableServiceClient(Account.ConnectionString).GetTableClient(TableNames.Dits)
            .QueryAsync<TableEntity>("RowKey ge 'q-' and RowKey lt 'q.'").ToListAsync()).Count == 0);
        var (_, answered) = await Counter.Effects(() => Counter.Counts(
            "AddBackofficeDitMessage", 5, Portal.Staff, Posting($"backoffice/dits/{number}/messages", new { text = "Noté." })));
        Holds("AddBackofficeDitMessage, all that follows", EffectsOfAnswering, answered);
        var (_, planned) = await Counter.Effects(
            () => Counter.Counts("TransitionDit, with a key", 5, Portal.Staff, Planning(number, plan)));
        Holds("TransitionDit, all that follows", EffectsOfPlanning, planned);
        // Planning again is allowed: the transaction, whose key is taken; whose it was; and the first response.
        await Counter.Counts("TransitionDit, the same again", 7, Portal.Staff, Planning(number, plan));
        var (other, _) = await Counter.Effects(() => JustRaised(Portal.User));
        var (_, cancelled) = await Counter.Effects(
            () => Counter.Counts(
                "CancelDit", 4, Portal.User, Posting($"dits/{other.Number}/cancel", new { comment = "Réparé." })));
        Holds("CancelDit, all that follows", EffectsOfCancelling, cancelled);
        Holds("SweepOutbox, of two customers", 14, await Counter.Sweep());
    }

    private static HttpRequestMessage Adding(string route) => new(HttpMethod.Post, $"/api/{route}")
    {
        Content = new MultipartFormDataContent { { new ByteArrayContent(Samples.Png), "files", "photo.png" } },
    };

    private static HttpRequestMessage Planning(DitNumber number, object plan)
    {
        var request = Posting($"backoffice/dits/{number}/transitions", plan);
        request.Headers.Add("Idempotency-Key", "plan");
        return request;
    }

    private static HttpRequestMessage Raising(string key) => new(HttpMethod.Post, "/api/assets/p1/dits")
    {
        Content = Form(files: ("écran.png", Samples.Png)),
        Headers = { { "Idempotency-Key", key } },
    };
}
