using Dfm.Core.Accounts;

namespace Dfm.Core.Tests.Accounts;

public sealed class CustomerUsersTests
{
    private static readonly Account Claire = User("claire", Profile.Supervisor);
    private static readonly Account Paul = User("paul", Profile.User);

    [Fact]
    public void TheLastSuperviseur_StaysOne()
    {
        var users = CustomerUsers.None.With(null, Claire).With(null, Paul);

        Assert.Equal("last-supervisor", users.Allow(Claire, Claire with { Profile = Profile.User }).Problem?.Code);
        Assert.Equal("last-supervisor", users.Allow(Claire, Claire.Deactivate()).Problem?.Code);
        Assert.True(users.Allow(Paul, Paul.Deactivate()).IsSuccess);
    }

    [Fact]
    public void OneOfTwo_MayStopBeingOne()
    {
        var users = CustomerUsers.None.With(null, Claire).With(null, Paul with { Profile = Profile.Supervisor });

        var then = users.Allow(Claire, Claire with { Profile = Profile.User }).Value;

        Assert.Equal(["paul"], then.Supervisors.Select(one => one.User.Value));
        Assert.Equal(2, then.Count);
    }

    [Fact]
    public void AnInvitedSuperviseur_TakesNobodysPlace_BeforeTheFirstSignIn()
    {
        var invited = Paul with { Profile = Profile.Supervisor, State = AccountState.Invited };
        var users = CustomerUsers.None.With(null, Claire).With(null, invited);

        Assert.Equal(["claire"], users.Supervisors.Select(one => one.User.Value));
        Assert.Equal("last-supervisor", users.Allow(Claire, Claire.Deactivate()).Problem?.Code);
        Assert.True(users.With(invited, invited.Activate()).Allow(Claire, Claire.Deactivate()).IsSuccess);
    }

    [Fact]
    public void ACustomer_HasSoManyUsersAtMost()
    {
        var full = CustomerUsers.None.With(null, Claire) with { Count = CustomerUsers.Most };

        Assert.Equal("too-many-users", full.Allow(null, Paul).Problem?.Code);
        Assert.True(full.Allow(Claire, Claire with { Name = "Claire Aubry" }).IsSuccess);
    }

    private static Account User(string name, Profile profile) => new(
        UserId.Parse(name), CustomerId.Parse("C1"), LoginIdentifier.Parse(name), name, $"{name}@example.com", "", profile, []);
}
