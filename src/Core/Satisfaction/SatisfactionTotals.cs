namespace Dfm.Core.Satisfaction;

/// <summary>How often each answer was given about interventions that were closed in one month.</summary>
/// <param name="Counts">By score; one that nobody has given may be missing.</param>
public sealed record SatisfactionTotals(IReadOnlyDictionary<SatisfactionScore, int> Counts)
{
    /// <summary>Before the first answer.</summary>
    public static SatisfactionTotals None { get; } = new(new Dictionary<SatisfactionScore, int>());

    /// <summary>The number of answers.</summary>
    public int Count => Counts.Values.Sum();

    /// <summary>From 1 to 5, to two decimals; null without an answer.</summary>
    public decimal? Average => Count == 0
        ? null
        : decimal.Round(Counts.Sum(one => (decimal)one.Key.Points() * one.Value) / Count, 2, MidpointRounding.AwayFromZero);

    /// <summary>How often this answer was given.</summary>
    public int Of(SatisfactionScore score) => Counts.GetValueOrDefault(score);

    /// <summary>With one answer more.</summary>
    public SatisfactionTotals With(SatisfactionScore score) =>
        new(new Dictionary<SatisfactionScore, int>(Counts) { [score] = Of(score) + 1 });
}
