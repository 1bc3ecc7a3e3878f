using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Dfm.Core.Dits;
using Dfm.Core.Satisfaction;
using Dfm.Functions.Satisfaction.Backoffice;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Satisfaction;

/// <summary>The mail of a closed DIT asks one question; its link takes one answer, and the staff sees answers and averages by month.</summary>
public sealed partial class SatisfactionTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private DitPortal portal = null!;
    private HttpClient staff = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await DitPortal.StartAsync(azurite.NewAccount());
        staff = await portal.Portal.StaffClient("Qualité", "satisfaction.read");
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task TheMailOfAClosedDit_OffersFiveAnswers_AndItsLinkTakesOne()
    {
        var (dit, token) = await Closed();

        Assert.Equal(HttpStatusCode.NoContent, await Answered(token, "Dissatisfied", "Deux heures\nde retard."));

        var month = await Month();
        Assert.Equal(("2037-03", 1, 2m), (month.Month, month.Count, month.Average));
        var answer = Assert.Single(month.Items);
        Assert.Equal((dit, "c1", SatisfactionScore.Dissatisfied, "Insatisfait"), (answer.Dit, answer.Customer.Value, answer.Score, answer.ScoreLabel));
        Assert.Equal(("Deux heures\nde retard.", portal.Portal.Clock.GetUtcNow()), (answer.Comment, answer.AnsweredAt));
    }

    [Fact]
    public async Task TheSameAnswerAgain_ChangesNothing_AndAnotherIsRefused()
    {
        var (_, token) = await Closed();
        Assert.Equal(HttpStatusCode.NoContent, await Answered(token, "Satisfied", "Bien."));

        Assert.Equal(HttpStatusCode.NoContent, await Answered(token, "satisfied", " Bien. "));
        foreach (var (score, comment) in new[] { ("Neutral", "Bien."), ("Satisfied", "Très bien."), ("Satisfied", null) })
        {
            using var refused = await Answer(token, score, comment);
            await refused.IsProblem(HttpStatusCode.Conflict, "survey-answered");
        }

        var month = await Month();
        Assert.Equal((1, 4m), (month.Count, month.Average));
    }

    [Fact]
    public async Task OfManyAnswersAtTheSameTime_OneOfEachDitIsStored_AndAllAreCounted()
    {
        var tokens = new List<string>();
        for (var dit = 0; dit < 3; dit++) tokens.Add((await Closed()).Token);

        var answers = await Task.WhenAll(tokens.SelectMany(token => SatisfactionScores.All.Select(score => Answered(token, $"{score}"))));

        Assert.Equal(3, answers.Count(status => status is HttpStatusCode.NoContent));
        Assert.Equal(12, answers.Count(status => status is HttpStatusCode.Conflict));
        var first = await Month("?limit=2");
        var second = await Month($"?limit=2&cursor={first.NextCursor}");
        Assert.Equal((3, 3), (first.Count, first.Scores.Sum(one => one.Count)));
        var listed = first.Items.Concat(second.Items).ToList();
        Assert.Equal(3, listed.Select(one => one.Dit).Distinct().Count());
        Assert.Equal(decimal.Round(listed.Average(one => (decimal)one.Score.Points()), 2, MidpointRounding.AwayFromZero), first.Average);
        Assert.Null(second.NextCursor);
    }

    [Fact]
    public async Task AMonth_IsTheOneInWhichTheDitWasClosed()
    {
        var (_, token) = await Closed();
        portal.Portal.Clock.Advance(TimeSpan.FromDays(40));

        Assert.Equal(HttpStatusCode.NoContent, await Answered(token, "VerySatisfied"));

        Assert.Equal((0, null), ((await Month()).Count, (await Month()).Average));
        Assert.Equal((1, 5m), ((await Month("?month=2037-03")).Count, (await Month("?month=2037-03")).Average));
    }

    [Fact]
    public async Task ATokenThatThePortalHasNotGiven_IsAnsweredAsUnknown()
    {
        var (dit, token) = await Closed();
        var parts = token.Split('.');
        string[] others =
        [
            $"{dit.Sequence + 1}.{parts[1]}.{parts[2]}", $"{parts[0]}.2037-02.{parts[2]}", $"{parts[0]}.{parts[1]}.{new string('A', 22)}", "x", "", $"{token}x",
        ];
        foreach (var other in others)
        {
            using var refused = await Answer(other, "Satisfied");
            await refused.IsProblem(HttpStatusCode.NotFound, "survey-not-found");
        }

        Assert.Equal(0, (await Month()).Count);
    }

    [Fact]
    public async Task BadInput_IsNamedByField()
    {
        var (_, token) = await Closed();
        using var none = await Answer(token, score: null);
        await none.RefusesFields("score");
        using var wrong = await Answer(token, "5", new string('x', 2001));
        await wrong.RefusesFields("score", "comment");
        foreach (var (query, code) in new[] { ("month=2037-13", "validation-failed"), ("limit=0", "validation-failed"), ("cursor=%7E%7E", "bad-cursor") })
        {
            using var refused = await staff.GetAsync(new Uri($"/api/backoffice/satisfaction?{query}", UriKind.Relative), Stop);
            await refused.IsProblem(HttpStatusCode.BadRequest, code);
        }
    }

    /// <summary>A DIT of the user's that is closed, and the token in its mail.</summary>
    private async Task<(DitNumber Number, string Token)> Closed()
    {
        var dit = await portal.WorkDone();
        await portal.Moved(dit.Number, "Close");
        string? mailId = null;
        await Waiting.Until(async () =>
        {
            mailId = (await portal.Mails()).Select(mail => mail.MailId)
                .FirstOrDefault(id => id.StartsWith($"dit-{dit.Number}-", StringComparison.Ordinal) && id.EndsWith("-Closed", StringComparison.Ordinal));
            return mailId is not null;
        });
        var mail = await portal.Mail(mailId!);
        var links = Link().Matches(mail.Text!);
        Assert.Equal(SatisfactionScores.All.Select(score => $"{score}"), links.Select(link => link.Groups["score"].Value));
        return (dit.Number, Assert.Single(links.Select(link => link.Groups["token"].Value).Distinct()));
    }

    private Task<HttpResponseMessage> Answer(string token, string? score, string? comment = null) =>
        portal.Portal.Client.PutAsJsonAsync(new Uri("/api/satisfaction", UriKind.Relative), new { token, score, comment }, Stop);

    private async Task<HttpStatusCode> Answered(string token, string score, string? comment = null)
    {
        using var answer = await Answer(token, score, comment);
        return answer.StatusCode;
    }

    private Task<ListSatisfaction.SatisfactionResponse> Month(string query = "") =>
        staff.Get<ListSatisfaction.SatisfactionResponse>($"/api/backoffice/satisfaction{query}");

    [GeneratedRegex(@"/satisfaction#(?<token>[^~\s]+)~(?<score>\w+)")]
    private static partial Regex Link();
}
