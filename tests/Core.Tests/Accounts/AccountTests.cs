using Dfm.Core.Accounts;

namespace Dfm.Core.Tests.Accounts;

public sealed class AccountTests
{
    public static TheoryData<AccountState, AccountState, AccountState, AccountState> Moves { get; } = new()
    {
        // State, deactivated, reactivated, activated.
        { AccountState.Invited, AccountState.Withdrawn, AccountState.Invited, AccountState.Active },
        { AccountState.Active, AccountState.Deactivated, AccountState.Active, AccountState.Active },
        { AccountState.Deactivated, AccountState.Deactivated, AccountState.Active, AccountState.Deactivated },
        { AccountState.Withdrawn, AccountState.Withdrawn, AccountState.Invited, AccountState.Deactivated },
        { AccountState.Erasing, AccountState.Erasing, AccountState.Erasing, AccountState.Erasing },
    };

    [Theory, MemberData(nameof(Moves))]
    public void AnAccount_IsOpenAgainAsItWasBefore(AccountState state, AccountState closed, AccountState open, AccountState activated)
    {
        var account = new Account(UserId.Parse("u"), CustomerId.Parse("C1"), LoginIdentifier.Parse("u"), "U", "u@example.com", "", Profile.User, [])
        {
            State = state,
        };

        Assert.Equal(closed, account.Deactivate().State);
        Assert.Equal(open, account.Reactivate().State);
        Assert.Equal(activated, account.Activate().State);
        Assert.False(account.Deactivate().IsOpen);
        Assert.Equal(state is not AccountState.Erasing, account.Reactivate().IsOpen);
    }

    [Fact]
    public void AnAccount_KnowsWhatItSaidOfThePersonBefore()
    {
        var first = new Account(UserId.Parse("u"), CustomerId.Parse("C1"), LoginIdentifier.Parse("u"), "Léa Roy", "lea@example.com", "", Profile.User, []);

        var second = (first with { Name = "Léa Martin", Phone = "02 61 91 10 77" }).Succeeding(first);
        var third = (second with { Email = "lea.martin@example.com", Phone = "" }).Succeeding(second);
        var back = (third with { Name = "Léa Roy" }).Succeeding(third);

        Assert.Equal(["Léa Roy"], third.FormerNames);
        Assert.Equal(["lea@example.com", "02 61 91 10 77"], third.FormerContacts);
        Assert.Equal(["Léa Martin"], back.FormerNames);
    }

    [Fact]
    public void EveryState_HasItsMoves() => Assert.Equal(Enum.GetValues<AccountState>(), Moves.Select(row => row.Data.Item1).Order());
}
