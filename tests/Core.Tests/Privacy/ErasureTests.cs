using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Privacy;
using Dfm.Core.Tests.Dits;

namespace Dfm.Core.Tests.Privacy;

public sealed class ErasureTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);
    private static readonly Account Nadia = Of("u-117", "n.keller", "Nadia Keller", "nadia@example.com", "02 61 91 10 77");

    [Fact]
    public void AnErasure_RecognisesItsUser_AndNamesNobody()
    {
        var erasure = Erasure.Begin("0a1b2c3d", "salt", Nadia.Customer, Nadia.User, Now, TimeSpan.FromDays(5));

        Assert.True(erasure.IsOf(Nadia.User));
        Assert.False(erasure.IsOf(UserId.Parse("u-118")));
        Assert.DoesNotContain("117", $"{erasure}", StringComparison.Ordinal);
        Assert.DoesNotContain("Nadia", $"{erasure}", StringComparison.Ordinal);
        Assert.Equal((ErasureState.Pending, Now.AddDays(5)), (erasure.State, erasure.DueAt));
    }

    [Fact]
    public void AnErasure_IsRepeatedUnderItsPseudonym_WhetherItIsDoneOrWasGivenUp_ButNotBeforeItIsDue()
    {
        var begun = Erasure.Begin("0a1b2c3d", "salt", Nadia.Customer, Nadia.User, Now, TimeSpan.FromDays(5)) with { Person = PersonalTraits.Of(Nadia.User) };
        Assert.Same(begun, begun.Repeat(Now));

        var givenUp = begun.Repeat(Now.AddDays(9));
        Assert.Equal((ErasureState.Pending, 2, begun.Person), (givenUp.State, givenUp.Run, givenUp.Person));

        var done = begun.End(Now.AddDays(5));
        var again = done.Repeat(Now.AddDays(30));

        Assert.Null(done.Person);
        Assert.Equal((ErasureState.Pending, 2, Now.AddDays(30)), (again.State, again.Run, again.DueAt));
        Assert.Equal(begun.Pseudonym, again.Pseudonym);
    }

    [Fact]
    public void WhatSeveralShare_IsNobodysTrait()
    {
        var colleague = Of("u-118", "accueil", "Accueil", "accueil@example.com", "02 61 91 10 77");
        var sharing = Nadia with { Email = "Accueil@example.com" };

        Assert.Equal(["n.keller", "nadia@example.com"], PersonalTraits.Of(Nadia, [colleague]).Contacts);
        Assert.Equal(["n.keller"], PersonalTraits.Of(sharing, [colleague]).Contacts);
        // Nor is what they shared before.
        var moved = colleague with { Email = "contact@example.com", Phone = "", FormerContacts = [colleague.Email, colleague.Phone] };
        Assert.Equal(["n.keller"], PersonalTraits.Of(sharing, [moved]).Contacts);
    }

    [Fact]
    public void WhatAPersonWasCalledBefore_IsATraitToo()
    {
        var married = (Nadia with { Name = "Nadia Maden", Email = "nadia.maden@example.com" }).Succeeding(Nadia);

        var traits = PersonalTraits.Of(married, []);

        Assert.Equal(["Nadia Maden", Nadia.Name], traits.Names);
        Assert.Contains(Nadia.Email, traits.Contacts);
    }

    [Theory]
    [InlineData(DitState.AwaitingPlanning, DeadlineKind.Remind)]
    [InlineData(DitState.WorkDone, DeadlineKind.Close)]
    public void ALifecycleThatIsStartedAnew_GoesOnFromHowTheDitStands_WithoutAMail(DitState state, DeadlineKind deadline)
    {
        var dit = SampleDits.In(state) with { Version = 9, Transitions = 7 };

        var resumed = DitLifecycleState.Begin(dit);

        Assert.Equal((state, 8, deadline), (resumed.State, resumed.Next, resumed.Deadline?.Kind));
        Assert.Empty(DitMails.For(resumed));
        Assert.Equal(state, resumed.QueueEntry(from: null).State);
    }

    private static Account Of(string user, string identifier, string name, string email, string phone) => new(
        UserId.Parse(user), CustomerId.Parse("c1"), LoginIdentifier.Parse(identifier), name, email, phone, Profile.Supervisor, []);
}
