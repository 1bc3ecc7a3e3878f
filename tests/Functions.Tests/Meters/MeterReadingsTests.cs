using System.Net;
using System.Text;
using Dfm.Core.Calendar;
using Dfm.Core.Meters;
using Dfm.Functions.Meters.Responses;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using static Dfm.Functions.Tests.Meters.MeterPortal;

namespace Dfm.Functions.Tests.Meters;

public sealed class MeterReadingsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private MeterPortal portal = null!;

    public async ValueTask InitializeAsync() => portal = await MeterPortal.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Meters_ShowTheLastReading_ItsSource_AndWhenTheNextIsDue()
    {
        var meters = (await portal.Supervisor.Get<Page<ShownMeter>>("/api/meters")).Items;

        Assert.Equal(["p1", "p2", "p3"], meters.Select(meter => meter.Asset.Id));
        Assert.Equal(["Noir 3000", "Couleur 1500"], meters[0].Counters.Select(counter => $"{counter.Label} {counter.Value}"));
        Assert.Equal((ReadingSource.Technician, "Relevé prestataire"), (meters[0].LastReading!.Source, meters[0].LastReading!.SourceLabel));
        // Read ten days before the second of March: that counts for the first of March.
        Assert.Equal(new ReadingDueResponse(new DateOnly(2037, 4, 1), IsOpen: false, IsLate: false), meters[0].Due);
        Assert.Equal(new ReadingDueResponse(new DateOnly(2037, 3, 1), IsOpen: true, IsLate: false), meters[1].Due);
        Assert.Null(meters[1].LastReading);
        Assert.Equal(["p2"], (await portal.Supervisor.Get<Page<ShownMeter>>("/api/meters?site=s2")).Items.Select(meter => meter.Asset.Id));
        Assert.Equal(["p1", "p3"], (await portal.User.Get<Page<ShownMeter>>("/api/meters")).Items.Select(meter => meter.Asset.Id));
    }

    [Fact]
    public async Task EachLine_IsAcceptedQuestionedOrRefused_OnItsOwn_AndOneMailListsThemAll()
    {
        var report = await Enter(
            portal.User,
            Black("p1", 4_000),
            Black("p3", 120),
            Black("p1", 2_999, at: portal.Portal.Clock.GetUtcNow().AddDays(-1)),
            Black("p2", 10),
            Black("nowhere", 10),
            Black("i1", 10),
            Black("p1", 6_500, at: portal.Portal.Clock.GetUtcNow().AddHours(1)));

        Assert.Equal(
            ["Accepted", "Accepted", "Refused below-previous", "Refused asset-not-found", "Refused asset-not-found", "Refused no-counters", "Questioned improbable"],
            Outcomes(report));
        Assert.Equal(new ReadingCounts(2, 0, 1, 4), report.Counts);
        var meter = await MeterOf(portal.User, "p1");
        Assert.Equal((4_000, 1_500), (meter.Counters[0].Value, meter.Counters[1].Value));
        Assert.Equal((ReadingSource.Portal, "Personne paul"), (meter.LastReading!.Source, meter.LastReading.By));

        var id = Assert.Single(await portal.MailsAbout("readings-", 1));
        var mail = await portal.Mail(id);
        Assert.Equal(["paul@example.com"], mail.To);
        Assert.Equal("Relevés compteurs : 2 enregistrés, 5 à vérifier", mail.Subject);
        Assert.Contains("Noir 4\u202F000", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Inférieur au relevé précédent", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AQuestion_IsAnsweredByConfirming_AndAnImpossibleVolumeIsNot()
    {
        var at = portal.Portal.Clock.GetUtcNow();
        Assert.Equal(["Questioned improbable"], Outcomes(await Enter(portal.User, Black("p1", 6_001, at: at))));
        Assert.Equal(["Refused impossible"], Outcomes(await Enter(portal.User, Black("p1", 33_001, confirm: true, at: at))));
        Assert.Equal(["Accepted"], Outcomes(await Enter(portal.User, Black("p1", 6_001, confirm: true, at: at))));
        Assert.Equal(6_001, (await MeterOf(portal.User, "p1")).Counters[0].Value);
        Assert.Single(await portal.MailsAbout("readings-", 1));
    }

    [Fact]
    public async Task AReplacedCounter_BeginsAnew_AndHistoryShowsIt()
    {
        Assert.Equal(["Accepted"], Outcomes(await Enter(portal.User, Black("p1", 12, replaced: ["mono"]))));

        var history = await HistoryOf(portal.User, "p1");
        Assert.Equal(["mono"], history.Items[0].Replaced);
        Assert.Equal(2_000, history.Months.Sum(month => month.Volumes["mono"]));
    }

    [Fact]
    public async Task OnesOwnReading_IsCorrected_WithinTheTime_AndSomebodyElsesIsNot()
    {
        var at = portal.Portal.Clock.GetUtcNow();
        await Enter(portal.User, Black("p1", 4_900, at: at));

        Assert.Equal(["Refused already-read"], Outcomes(await Enter(portal.Supervisor, Black("p1", 4_000, at: at))));
        Assert.NotNull((await HistoryOf(portal.User, "p1")).Items[0].CorrectableUntil);
        Assert.Null((await HistoryOf(portal.Supervisor, "p1")).Items[0].CorrectableUntil);
        Assert.Equal(["Accepted"], Outcomes(await Enter(portal.User, Black("p1", 4_000, at: at))));
        Assert.Equal(4_000, (await MeterOf(portal.User, "p1")).Counters[0].Value);
        portal.Portal.Clock.Advance(TimeSpan.FromHours(49));
        Assert.Equal(["Refused already-read"], Outcomes(await Enter(portal.User, Black("p1", 4_100, at: at))));
    }

    [Fact]
    public async Task TheSameReadingAgain_ChangesNothing_AndIsNotMailedAgain()
    {
        var reading = Black("p1", 4_000, at: portal.Portal.Clock.GetUtcNow());
        await Enter(portal.User, reading);
        await portal.MailsAbout("readings-", 1);

        Assert.Equal(["Unchanged"], Outcomes(await Enter(portal.User, reading)));
        Assert.Equal(["Unchanged"], Outcomes(await Enter(portal.Supervisor, reading)));

        Assert.Equal(3, (await HistoryOf(portal.User, "p1")).Items.Count);
        await Enter(portal.User, Black("p3", 10));
        Assert.Equal(2, (await portal.MailsAbout("readings-", 2)).Length);
    }

    [Fact]
    public async Task AReadingWithoutAnInstant_IsOfItsDay_SoThatADoubleClickStoresItOnce()
    {
        Assert.Equal(["Accepted"], Outcomes(await Enter(portal.User, Black("p1", 4_000))));
        portal.Portal.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["Unchanged"], Outcomes(await Enter(portal.User, Black("p1", 4_000))));

        var history = await HistoryOf(portal.User, "p1");
        Assert.Equal(3, history.Items.Count);
        Assert.Equal(EnterReading.AtNoon(ParisTime.Day(portal.Portal.Clock.GetUtcNow())), history.Items[0].At);
    }

    [Fact]
    public async Task TheSameKey_GetsTheFirstAnswerAgain_AndAnotherBodyWithItIsRefused()
    {
        using var first = await Send("k", Black("p1", 4_000));
        using var again = await Send("k", Black("p1", 4_000));
        using var other = await Send("k", Black("p1", 4_001));

        Assert.Equal(["Accepted"], Outcomes(await first.Read<ReadingReport>(HttpStatusCode.OK)));
        Assert.Equal(await first.Content.ReadAsStringAsync(Stop), await again.Content.ReadAsStringAsync(Stop));
        await other.IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        Assert.Equal(4_000, (await MeterOf(portal.User, "p1")).Counters[0].Value);

        async Task<HttpResponseMessage> Send(string key, params object[] readings)
        {
            using var request = Entering(key, readings);
            return await portal.User.SendAsync(request, Stop);
        }
    }

    [Fact]
    public async Task EnteredAtTheSameTime_AllAreKept_AndNoneGoesDown()
    {
        var now = portal.Portal.Clock.GetUtcNow();

        var reports = await Task.WhenAll(
            Enumerable.Range(1, 8).Select(number => Enter(portal.User, Black("p1", 3_000 + number, at: now.AddMinutes(number)))));

        Assert.All(reports, report => Assert.Equal(["Accepted"], Outcomes(report)));
        Assert.Equal(
            Enumerable.Range(1, 8).Reverse().Select(number => 3_000L + number),
            (await HistoryOf(portal.User, "p1")).Items.Take(8).Select(reading => reading.Values["mono"]));
    }

    [Fact]
    public async Task ManyLines_AreStoredInSeveralTransactions_AndMailedOnce()
    {
        var now = portal.Portal.Clock.GetUtcNow();
        var days = Enumerable.Range(0, 120).Select(day => Black("p3", day * 10, at: now.AddDays(day - 120))).ToArray();
        await Enter(portal.User, days);

        var seen = new List<long>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await HistoryOf(portal.User, "p3", cursor.Length == 0 ? "?limit=50" : $"?limit=50&cursor={cursor}");
            seen.AddRange(page.Items.Select(reading => reading.Values["mono"]));
            cursor = page.NextCursor;
        }

        Assert.Equal(Enumerable.Range(0, 120).Reverse().Select(day => day * 10L), seen);
        Assert.Equal(["Refused too-old"], Outcomes(await Enter(portal.User, Black("p3", 0, at: now.AddDays(-119.5)))));
        Assert.Single(await portal.MailsAbout("readings-", 1));
    }

    [Theory]
    [InlineData("{}", "readings")]
    [InlineData("""{"readings":[]}""", "readings")]
    [InlineData("""{"readings":[{"values":{"mono":1}}]}""", "readings[0].asset")]
    [InlineData("""{"readings":[null]}""", "readings[0].asset")]
    [InlineData("""{"readings":[{"asset":"p1","values":{"mono":1.5}}]}""", "readings[0].values.mono")]
    [InlineData("""{"readings":[{"asset":"p1","values":{"mono":"12"}}]}""", "readings[0].values.mono")]
    [InlineData("""{"readings":[{"asset":"p1","values":{"mono":1},"at":"demain"}]}""", "readings[0].at")]
    [InlineData("""{"readings":[{"asset":"p1","values":{"mono":1},"force":true}]}""", "readings[0].force")]
    public async Task AWrongField_IsNamed(string body, string field)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var refused = await portal.User.PostAsync(new Uri("/api/meter-readings", UriKind.Relative), content, Stop);

        await refused.RefusesFields(field);
    }

    [Fact]
    public async Task OddLines_AreRefusedOnTheirOwn()
    {
        var report = await Enter(
            portal.User,
            new { asset = "p1", values = new { } },
            new { asset = "p1", values = new { a3 = 1 } },
            new { asset = "p1", values = new { mono = -1 } },
            new { asset = "../p1", values = new { mono = 1 } },
            Black("p1", 5_000, at: portal.Portal.Clock.GetUtcNow().AddDays(2)));

        Assert.Equal(
            ["Refused no-value", "Refused unknown-counter", "Refused out-of-bounds", "Refused asset-not-found", "Refused in-the-future"],
            Outcomes(report));
        Assert.DoesNotContain(await portal.Mails(), mail => mail.MailId.StartsWith("readings-", StringComparison.Ordinal));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
