using System.Globalization;
using Azure.Data.Tables;
using Dfm.Core.Dits;
using Dfm.Core.Satisfaction;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Satisfaction.Storage;

/// <summary>
/// Answers in the table <c>Satisfaction</c>, a partition for each month in which DITs were closed (<c>2026-11</c>): a row <c>a-{number}</c> for each
/// answer, newest DIT first, and <c>total</c>, which each answer's transaction writes too.
/// </summary>
public sealed class TableSatisfactionStore(TableServiceClient tables)
{
    private const string TotalRow = "total";
    private const string AnswerRows = "a-";
    private const int Races = 50;

    private readonly TableClient table = tables.GetTableClient(TableNames.Satisfaction);

    /// <summary>The partition of the DITs that were closed then.</summary>
    public static string MonthOf(DateTimeOffset closedAt) => closedAt.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>The row key of the answer about a DIT.</summary>
    public static string Key(DitNumber dit) => AnswerRows + RowKeys.Newest(dit.Sequence);

    /// <summary>Stores an answer, once: the same one again changes nothing. Two point reads and a transaction.</summary>
    /// <returns>The answer that stands, or <c>survey-answered</c>.</returns>
    public async Task<Result<SatisfactionAnswer>> Add(string month, SatisfactionAnswer answer, CancellationToken cancellationToken)
    {
        for (var race = 0; race < Races; race++)
        {
            var rows = await Task.WhenAll(
                table.FindRow(month, Key(answer.Dit), cancellationToken), table.FindRow(month, TotalRow, cancellationToken));
            if (rows[0]?.Read<SatisfactionAnswer>(RowJson.Data) is { } before)
                return answer.SaysAs(before) ? before : SatisfactionProblems.Answered;
            var stored = new TableEntity(month, Key(answer.Dit)).With(RowJson.Data, RowJson.Text(answer));
            var total = new TableEntity(month, TotalRow).With(RowJson.Data, RowJson.Text(ToTotals(rows[1]).With(answer.Score)));
            try
            {
                await table.SubmitTransactionAsync(
                    [RowActions.Insert(stored), RowActions.Put(total, rows[1]?.ETag.ToString())], CancellationToken.None);
                return answer;
            }
            catch (TableTransactionFailedException conflict) when (conflict.Status is 404 or 409 or 412)
            {
                // Another answer of the month was stored in between; or this one, by a request whose response was lost.
            }
        }

        throw new TimeoutException("Other answers of the same month were stored at every try.");
    }

    /// <summary>How often each answer was given; one point read.</summary>
    public async Task<SatisfactionTotals> Totals(string month, CancellationToken cancellationToken) =>
        ToTotals(await table.FindRow(month, TotalRow, cancellationToken));

    /// <summary>A page of a month's answers, newest DIT first; one range query.</summary>
    /// <param name="after">The row key where the previous page ended; null for the first page.</param>
    public async Task<(IReadOnlyList<SatisfactionAnswer> Items, string? Next)> List(
        string month, string? after, int limit, CancellationToken cancellationToken)
    {
        var rows = await table.First(month, AnswerRows, after, limit + 1, ["RowKey", RowJson.Data], cancellationToken);
        var items = rows.Take(limit).Select(row => row.Read<SatisfactionAnswer>(RowJson.Data));
        return ([.. items], rows.Count > limit ? rows[limit - 1].RowKey : null);
    }

    private static SatisfactionTotals ToTotals(TableEntity? row) => row?.Read<SatisfactionTotals>(RowJson.Data) ?? SatisfactionTotals.None;
}
