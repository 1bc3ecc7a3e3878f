using CsCheck;
using Dfm.Core.Accounts;

namespace Dfm.Core.Tests.Accounts;

public sealed class SessionTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly Session Fresh = Session.Start("s1", "hash-1", Start);

    [Fact]
    public void TheGoodToken_IsReplaced_AndTheThirtyDaysBeginAnew()
    {
        var refreshed = Fresh.Refresh("hash-1", "hash-2", Start.AddDays(29));

        Assert.Equal(new Session("s1", "hash-2", Start.AddDays(59), RefreshedAt: Start.AddDays(29)) { StartedAt = Start }, refreshed);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(9.9, true)]
    [InlineData(10, false)]
    [InlineData(3600, false)]
    public void ASupersededToken_StillGivesItsSuccessor_ForTenSeconds(double seconds, bool isGood)
    {
        var refreshed = Fresh.Refresh("hash-1", "hash-2", Start)!;

        Assert.Equal(isGood ? refreshed : null, refreshed.Refresh("hash-1", "hash-2", Start.AddSeconds(seconds)));
    }

    [Fact]
    public void ATokenThatWasJustGiven_IsNotReplacedYet_SoThatNoTabIsTwoRefreshesBehind()
    {
        var refreshed = Fresh.Refresh("hash-1", "hash-2", Start)!;

        Assert.Same(refreshed, refreshed.Refresh("hash-2", "hash-3", Start.AddSeconds(9)));
        Assert.Equal("hash-3", refreshed.Refresh("hash-2", "hash-3", Start.AddSeconds(10))!.TokenHash);
    }

    [Fact]
    public void AnOlderToken_RevokesTheSession_AndSoDoesAnInventedOne()
    {
        var refreshed = Fresh.Refresh("hash-1", "hash-2", Start)!.Refresh("hash-2", "hash-3", Start.AddMinutes(1))!;

        Assert.Null(refreshed.Refresh("hash-1", "hash-2", Start.AddMinutes(1)));
        Assert.Null(refreshed.Refresh("hash-x", "hash-y", Start.AddMinutes(1)));
    }

    [Fact]
    public void AfterThirtyDays_TheTokenIsTooOld() => Assert.Null(Fresh.Refresh("hash-1", "hash-2", Start.AddDays(30)));

    [Fact]
    public void AnyNumberOfTabs_ThatRefreshWithinTenSeconds_ShareOneToken_AndAnOldOneIsNeverGoodLater() =>
        Gen.Select(Gen.Int[0, 4], Gen.Double[0, 20]).Array[1, 30].Sample(refreshes =>
        {
            // Token n hashes to « n » and is followed by token n + 1; each request presents the newest or one that is older.
            var (session, newest, now) = (Session.Start("s1", "0", Start), 0, Start);
            var supersededAt = new Dictionary<int, DateTimeOffset>();
            foreach (var (age, gap) in refreshes)
            {
                now = now.AddSeconds(gap);
                var presented = Math.Max(0, newest - age);
                var refreshed = session.Refresh($"{presented}", $"{presented + 1}", now);
                var isRecent = !supersededAt.TryGetValue(presented, out var since) || now < since + Session.RepeatWithin;
                if (refreshed is not null != isRecent) return false;
                if (refreshed is null) continue;
                if (refreshed != session) supersededAt[newest++] = now;
                session = refreshed;
            }

            return session.TokenHash == $"{newest}";
        });

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
