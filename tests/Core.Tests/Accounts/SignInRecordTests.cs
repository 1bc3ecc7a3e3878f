using Dfm.Core.Accounts;

namespace Dfm.Core.Tests.Accounts;

public sealed class SignInRecordTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly LoginIdentifier Claire = LoginIdentifier.Parse("c.delorme");
    private static readonly Session New = Session.Start("s1", "hash", Now);

    private static readonly SignInRecord Known = new(null, "verified", Attempts(1), "v0", [])
    {
        AccountVersion = "v4",
        Devices = new Dictionary<string, DeviceAttempts>
        {
            ["desk"] = new(Attempts(2), "v1"),
            ["old"] = new(Attempts(15), "v2"),
            ["done"] = new(SignInAttempts.None, "v3"),
        },
    };

    [Fact]
    public void EachDevice_HasItsOwnAttempts_AndAllUnknownOnesShareTheirs()
    {
        Assert.Equal((Known.Attempts, "v0"), Known.Of(null));
        Assert.Equal((Known.Devices["desk"].Attempts, "v1"), Known.Of("desk"));
        Assert.Equal((SignInAttempts.None, null), Known.Of("new"));
    }

    [Fact]
    public void ASignIn_RemovesDevicesWhoseAttemptsAreOver_ButNotItsOwn()
    {
        Assert.Equal(["done", "old"], Known.Succeed(new AttemptCounter(Claire, "desk"), New, null, Now).IdleDevices.Order());
        Assert.Equal(["done"], Known.Succeed(new AttemptCounter(Claire, "old"), New, null, Now).IdleDevices);
        Assert.Equal(["done", "old"], Known.Succeed(new AttemptCounter(Claire, null), New, null, Now).IdleDevices.Order());
    }

    [Fact]
    public void ASignIn_IsOfThePasswordThatWasVerified_OrOfABetterHashOfIt()
    {
        var changes = Known.Succeed(new AttemptCounter(Claire, null), New, null, Now);
        Assert.Equal(("verified", "v4"), (changes.PasswordHash, changes.AccountVersion));
        Assert.Equal("better", Known.Succeed(new AttemptCounter(Claire, null), New, "better", Now).PasswordHash);
        Assert.Throws<InvalidOperationException>(
            () => (Known with { PasswordHash = null }).Succeed(new AttemptCounter(Claire, null), New, null, Now));
    }

    private static SignInAttempts Attempts(int minutesAgo) => new([Now.AddMinutes(-minutesAgo)]);
}
