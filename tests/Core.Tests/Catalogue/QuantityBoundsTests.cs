using CsCheck;
using Dfm.Core.Catalogue;

namespace Dfm.Core.Tests.Catalogue;

public sealed class QuantityBoundsTests
{
    [Theory]
    [InlineData(1, 6, 1, true)]
    [InlineData(12, 144, 12, true)]
    [InlineData(12, 12, 12, true)]
    [InlineData(0, 6, 1, false)]
    [InlineData(1, 0, 1, false)]
    [InlineData(1, 6, 0, false)]
    [InlineData(1, 12, 12, false)]
    [InlineData(12, 30, 12, false)]
    [InlineData(1, 10_000, 1, false)]
    public void Bounds_AreSound_WhenTheirEndsAreWholePacks(int minimum, int maximum, int pack, bool sound) =>
        Assert.Equal(sound, new QuantityBounds(minimum, maximum, pack).AreSound());

    [Fact]
    public void Quantity_IsAllowed_ExactlyWhenItIsWholePacksWithinTheBounds() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 20], Gen.Int[1, 20], Gen.Int[-100, 500]).Sample((pack, low, more, quantity) =>
        {
            var bounds = new QuantityBounds(low * pack, (low + more) * pack, pack);
            var packs = Enumerable.Range(low, more + 1).Select(count => count * pack);
            return bounds.Allow(quantity) == packs.Contains(quantity);
        });
}
