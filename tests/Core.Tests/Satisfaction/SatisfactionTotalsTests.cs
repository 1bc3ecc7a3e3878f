using CsCheck;
using Dfm.Core.Satisfaction;

namespace Dfm.Core.Tests.Satisfaction;

public sealed class SatisfactionTotalsTests
{
    [Fact]
    public void WithoutAnAnswer_ThereIsNoAverage() => Assert.Equal((0, (decimal?)null), (SatisfactionTotals.None.Count, SatisfactionTotals.None.Average));

    [Fact]
    public void AnAverage_IsThatOfTheAnswers_WhateverTheirOrder() =>
        Gen.OneOf([.. SatisfactionScores.All.Select(score => Gen.Const(score))]).Array[1, 50].Sample(scores =>
        {
            var totals = scores.Aggregate(SatisfactionTotals.None, (sum, score) => sum.With(score));
            Assert.Equal(scores.Length, totals.Count);
            Assert.Equal(decimal.Round(scores.Average(score => (decimal)score.Points()), 2, MidpointRounding.AwayFromZero), totals.Average);
            Assert.All(SatisfactionScores.All, score => Assert.Equal(scores.Count(one => one == score), totals.Of(score)));
        });

    [Fact]
    public void TheBestAnswer_CountsFive_AndTheWorstOne() => Assert.Equal([5, 4, 3, 2, 1], SatisfactionScores.All.Select(score => score.Points()));
}
