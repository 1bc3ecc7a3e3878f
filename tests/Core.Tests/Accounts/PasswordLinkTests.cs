using Dfm.Core.Accounts;

namespace Dfm.Core.Tests.Accounts;

public sealed class PasswordLinkTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 13, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(PasswordLinkKind.Reset, 60)]
    [InlineData(PasswordLinkKind.Invitation, 7 * 24 * 60)]
    public void ALink_IsGoodForItsTime_AndOnce(PasswordLinkKind kind, int minutes)
    {
        var link = Issue(null, kind, Now)!;

        Assert.True(link.IsGood(Now.AddMinutes(minutes).AddTicks(-1)));
        Assert.False(link.IsGood(Now.AddMinutes(minutes)));
        Assert.False((link with { IsUsed = true }).IsGood(Now));
    }

    [Fact]
    public void ARequestThatComesAgainAfterALaterOne_DoesNotTakeItsPlace()
    {
        var later = Issue(null, PasswordLinkKind.Reset, Now.AddMinutes(1), Now.AddMinutes(1));

        Assert.Null(Issue(later, PasswordLinkKind.Reset, Now, Now.AddMinutes(2)));
        Assert.Null(Issue(later, PasswordLinkKind.Invitation, Now, Now.AddMinutes(2)));
    }

    [Fact]
    public void ARequestThatWaitedForLongerThanItsLink_GetsNone() => Assert.Null(Issue(null, PasswordLinkKind.Reset, Now.AddHours(-1)));

    [Fact]
    public void ASixthMailWithinAnHour_IsNotSent()
    {
        PasswordLink? last = null;
        for (var mail = 0; mail < 5; mail++) last = Issue(last, PasswordLinkKind.Reset, Now, Now.AddMinutes(mail));

        Assert.NotNull(last);
        Assert.Null(Issue(last, PasswordLinkKind.Reset, Now, Now.AddMinutes(59)));
        Assert.NotNull(Issue(last, PasswordLinkKind.Reset, Now.AddMinutes(60), Now.AddMinutes(60)));
    }

    [Fact]
    public void WhoForgetsThePasswordBeforeTheFirstSignIn_IsInvitedOnceMore()
    {
        var invitation = Issue(null, PasswordLinkKind.Invitation, Now)!;

        var again = Issue(invitation, PasswordLinkKind.Reset, Now.AddDays(6), Now.AddDays(6))!;

        Assert.Equal(PasswordLinkKind.Invitation, again.Kind);
        Assert.True(again.IsGood(invitation.ExpiresAt));
        Assert.Equal(PasswordLinkKind.Reset, Issue(invitation with { IsUsed = true }, PasswordLinkKind.Reset, Now.AddDays(1), Now.AddDays(1))!.Kind);
        Assert.Equal(PasswordLinkKind.Reset, Issue(invitation, PasswordLinkKind.Reset, Now.AddDays(8), Now.AddDays(8))!.Kind);
    }

    [Fact]
    public void AStrangerWhoAsksForResets_KeepsNobodyFromBeingInvited()
    {
        PasswordLink? last = null;
        for (var mail = 0; mail < 5; mail++) last = Issue(last, PasswordLinkKind.Reset, Now);
        Assert.Null(Issue(last, PasswordLinkKind.Reset, Now));

        for (var mail = 0; mail < 5; mail++) last = Issue(last, PasswordLinkKind.Invitation, Now);

        Assert.Equal(PasswordLinkKind.Invitation, last?.Kind);
        Assert.Null(Issue(last, PasswordLinkKind.Invitation, Now));
        Assert.Null(Issue(last, PasswordLinkKind.Reset, Now));
    }

    private static PasswordLink? Issue(PasswordLink? last, PasswordLinkKind kind, DateTimeOffset requestedAt, DateTimeOffset? now = null) =>
        PasswordLink.Issue(last, Guid.NewGuid(), kind, "hash", requestedAt, now ?? Now);
}
