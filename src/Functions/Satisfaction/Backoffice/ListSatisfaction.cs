using Dfm.Core.Dits;
using Dfm.Core.Satisfaction;
using Dfm.Functions.Http;
using Dfm.Functions.Satisfaction.Storage;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Satisfaction.Backoffice;

/// <summary>What customers thought of the interventions that were closed in a month: how often each answer was given, and the answers.</summary>
public sealed class ListSatisfaction(TableSatisfactionStore answers, TimeProvider clock)
{
    /// <summary>A month (<c>?month=2026-11</c>, by default the present one, in UTC): one point read, and one range for a page of answers.</summary>
    [Function(nameof(ListSatisfaction)), Audience(Audience.Staff, Scope = "satisfaction.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/satisfaction")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(request);
        if (!page.IsSuccess) return page.Problem.ToHttp();
        var asked = MonthRequest.Read(request, clock.GetUtcNow());
        if (!asked.IsSuccess) return asked.Problem.ToHttp();
        string? after = null;
        if (page.Value.Cursor is { } cursor && !Cursor.TryRead(cursor, out after)) return Cursor.Bad.ToHttp();

        var month = TableSatisfactionStore.MonthOf(asked.Value);
        var totals = answers.Totals(month, cancellationToken);
        var (items, next) = await answers.List(month, after, page.Value.Limit, cancellationToken);
        return Results.Ok(SatisfactionResponse.Of(month, await totals, items, next));
    }

    /// <param name="Average">From 1 to 5; null without an answer.</param>
    public sealed record SatisfactionResponse(
        string Month, int Count, decimal? Average, IReadOnlyList<ScoreCount> Scores, IReadOnlyList<AnswerResponse> Items, string? NextCursor)
    {
        public static SatisfactionResponse Of(string month, SatisfactionTotals totals, IReadOnlyList<SatisfactionAnswer> answers, string? next) => new(
            month,
            totals.Count,
            totals.Average,
            [.. SatisfactionScores.All.Select(score => new ScoreCount(score, score.Label(), totals.Of(score)))],
            [.. answers.Select(one => new AnswerResponse(one.Dit, one.Customer, one.Score, one.Score.Label(), one.Comment, one.AnsweredAt))],
            next is null ? null : Cursor.At(next));
    }

    public sealed record ScoreCount(SatisfactionScore Score, string ScoreLabel, int Count);

    public sealed record AnswerResponse(
        DitNumber Dit, CustomerId Customer, SatisfactionScore Score, string ScoreLabel, string? Comment, DateTimeOffset AnsweredAt);
}
