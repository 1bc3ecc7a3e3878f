using CsCheck;
using Dfm.Core.Accounts;

namespace Dfm.Core.Tests.Accounts;

public sealed class AttemptLimitTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly AttemptLimit Limit = AttemptLimit.OfAccount;

    [Fact]
    public void FiveAttempts_AreAdmitted_TheSixthWaitsUntilTheFirstIsFifteenMinutesOld()
    {
        var attempts = SignInAttempts.None;
        for (var minute = 0; minute < 5; minute++) attempts = Limit.Admit(attempts, Start.AddMinutes(minute)).Value;

        var sixth = Limit.Admit(attempts, Start.AddMinutes(5));

        Assert.Equal("too-many-attempts", sixth.Problem?.Code);
        Assert.Equal(ProblemKind.TooManyRequests, sixth.Problem?.Kind);
        Assert.Equal(TimeSpan.FromMinutes(10), sixth.Problem?.RetryAfter);
        Assert.True(Limit.Admit(attempts, Start.AddMinutes(15)).IsSuccess);
    }

    [Fact]
    public void AfterASuccess_TheCountStartsAnew() => Assert.Single(Limit.Admit(SignInAttempts.None, Start).Value.Times);

    [Fact]
    public void NoWindowOfFifteenMinutes_EverHoldsMoreThanFive() =>
        Gen.Int[0, 600].Array[0, 200].Sample(gaps =>
        {
            var now = Start;
            var attempts = SignInAttempts.None;
            var admitted = new List<DateTimeOffset>();
            foreach (var gap in gaps)
            {
                now = now.AddSeconds(gap);
                var answer = Limit.Admit(attempts, now);
                if (!answer.IsSuccess) continue;
                attempts = answer.Value;
                admitted.Add(now);
            }

            return attempts.Times.Count <= Limit.Count
                && admitted.All(first => admitted.Count(time => time >= first && time < first + Limit.Window) <= Limit.Count);
        });

    [Fact]
    public void TheWaitThatIsTold_IsTheWaitThatHelps() =>
        Gen.Int[0, 300].Array[5, 5].Sample(gaps =>
        {
            var now = Start;
            var attempts = SignInAttempts.None;
            foreach (var gap in gaps)
            {
                now = now.AddSeconds(gap);
                if (Limit.Admit(attempts, now) is { IsSuccess: true } answer) attempts = answer.Value;
            }

            var refused = Limit.Admit(attempts, now);
            if (refused.IsSuccess) return true;
            var wait = refused.Problem.RetryAfter!.Value;
            return wait > TimeSpan.Zero
                && Limit.Admit(attempts, now + wait).IsSuccess
                && !Limit.Admit(attempts, now + wait - TimeSpan.FromMilliseconds(1)).IsSuccess;
        });
}
