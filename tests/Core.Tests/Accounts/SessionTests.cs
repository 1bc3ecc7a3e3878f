using Dfm.Core.Accounts;

namespace Dfm.Core.Tests.Accounts;

public sealed class SessionTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly Session Fresh = Session.Start("s1", "hash-1", Start);

    [Fact]
    public void TheGoodToken_IsReplaced_AndTheThirtyDaysBeginAnew()
    {
        var rotated = Fresh.Rotate("hash-1", "hash-2", Start.AddDays(29));

        Assert.Equal(new Session("s1", "hash-2", Start.AddDays(59)), rotated);
    }

    [Fact]
    public void AnOldToken_RevokesTheSession() =>
        Assert.Null(Fresh.Rotate("hash-1", "hash-2", Start)!.Rotate("hash-1", "hash-3", Start));

    [Fact]
    public void AfterThirtyDays_TheTokenIsTooOld() => Assert.Null(Fresh.Rotate("hash-1", "hash-2", Start.AddDays(30)));

    [Fact]
    public void ANewSession_RemovesThoseThatEnded_AndTheOldestOfTooMany()
    {
        var sessions = Enumerable.Range(0, 25).Select(day => Session.Start($"s{day}", "h", Start.AddDays(day))).ToList();

        var removed = Session.Ended(sessions, Start.AddDays(31)).Select(session => session.Id).ToHashSet();

        Assert.Equal(["s0", "s1", "s2", "s3", "s4", "s5"], removed.Order());
        Assert.Equal(19, sessions.Count - removed.Count);
        Assert.Empty(Session.Ended([Fresh], Start));
    }
}
