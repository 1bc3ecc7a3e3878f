using Dfm.Core.Accounts;
using Dfm.Core.Inbound;
using Dfm.Core.Notifications;
using Dfm.Core.Parc;

namespace Dfm.Core.Tests.Inbound;

public sealed class InboundDecisionsTests
{
    private static readonly MailTopic Dit = new(MailTopicKind.Dit, "100001");

    private static readonly InboundMail Mail = new(
        "1@example.com", ["demandes@reponses.example.com"], "paul@example.com", "Paul", "Panne", new("Panne.", ""), [], true, false, []);

    [Fact]
    public void AMachinesMail_Waits_WhateverElse() =>
        Assert.Equal(HoldReason.Automatic, Held(Mail with { IsAutomatic = true, IsTrusted = false }, [Knows("c1", "p1")]));

    [Fact]
    public void AMailThatNothingProves_Waits()
    {
        Assert.Equal(HoldReason.NotAuthenticated, Held(Mail with { IsTrusted = false }, [Knows("c1", "p1")]));
        Assert.Equal(HoldReason.NotAuthenticated, Held(Mail with { From = null }, [Knows("c1", "p1")]));
    }

    [Fact]
    public void AnUnknownSender_Waits() => Assert.Equal(HoldReason.UnknownSender, Held(Mail, []));

    [Fact]
    public void OneAsset_RaisesADit() =>
        Assert.Equal("p1", Assert.IsType<InboundDecision.Raise>(Decide(Mail, [Knows("c1", "p1")])).Asset.Id.Value);

    [Fact]
    public void TheSameAsset_OfTwoPeopleWithOneAddress_RaisesOneDit() =>
        Assert.Equal("p1", Assert.IsType<InboundDecision.Raise>(Decide(Mail, [Knows("c1"), Knows("c1", "p1"), Knows("c1", "p1")])).Asset.Id.Value);

    [Fact]
    public void NoAsset_OrSeveral_AsksWhich()
    {
        Assert.Empty(Assert.IsType<InboundDecision.AskForAsset>(Decide(Mail, [Knows("c1")])).Named);
        Assert.Equal(2, Assert.IsType<InboundDecision.AskForAsset>(Decide(Mail, [Knows("c1", "p1", "p2")])).Named.Count);
    }

    [Fact]
    public void TwoCustomersPeopleWithOneAddress_AreToldApartByTheAsset_OrTheMailWaits()
    {
        Assert.Equal(HoldReason.AmbiguousSender, Held(Mail, [Knows("c1"), Knows("c2")]));
        Assert.Equal(HoldReason.AmbiguousSender, Held(Mail, [Knows("c1", "p1"), Knows("c2", "p1")]));
        Assert.Equal("c2", Assert.IsType<InboundDecision.Raise>(Decide(Mail, [Knows("c1"), Knows("c2", "p1")])).Person.Customer.Value);
    }

    [Fact]
    public void APersonWithoutTheRight_MayNot() => Assert.Equal(HoldReason.NotAllowed, Held(Mail, [Without(Knows("c1", "p1"))]));

    [Fact]
    public void AnAnswer_IsAMessage_OfAPersonOfTheSameCustomer()
    {
        Assert.Equal(Dit, Assert.IsType<InboundDecision.Reply>(Answer("c1", [Knows("c2"), Knows("c1", "p1")])).Topic);
        Assert.Equal(HoldReason.NotAllowed, Assert.IsType<InboundDecision.Hold>(Answer("c1", [Knows("c2", "p1")])).Reason);
        Assert.Equal(HoldReason.NotAllowed, Assert.IsType<InboundDecision.Hold>(Answer(null, [Knows("c1")])).Reason);
        Assert.Equal(HoldReason.NotAllowed, Assert.IsType<InboundDecision.Hold>(Answer("c1", [Without(Knows("c1"))])).Reason);
    }

    [Fact]
    public void OfPeopleWhoShareAnAddress_SomebodyAnswers_WhoSeesTheSite()
    {
        PossibleSender elsewhere = OfSite("s2", "marie"), here = OfSite("s1", "paul");

        Assert.Equal(here.Account, Assert.IsType<InboundDecision.Reply>(Answer("c1", [elsewhere, here])).Person);
        Assert.Equal(HoldReason.NotAllowed, Assert.IsType<InboundDecision.Hold>(Answer("c1", [elsewhere])).Reason);

        static PossibleSender OfSite(string site, string user) => Knows("c1") is var sender
            ? sender with { Account = sender.Account with { User = UserId.Parse(user), Profile = Profile.User, Sites = [SiteId.Parse(site)] } }
            : sender;
    }

    [Fact]
    public void AMail_IsKnownByItsIdAndItsRecipients()
    {
        Assert.Equal(Mail.Identity("a"), (Mail with { Recipients = ["DEMANDES@reponses.example.com"] }).Identity("b"));
        Assert.NotEqual(Mail.Identity("a"), (Mail with { Recipients = ["sav@reponses.example.com"] }).Identity("a"));
        Assert.NotEqual((Mail with { MessageId = null }).Identity("a"), (Mail with { MessageId = null }).Identity("b"));
    }

    [Fact]
    public void OnlyAMailThatWaits_CanBeAssignedOrDiscarded() => Assert.All(Enum.GetValues<InboundState>(), state =>
    {
        var record = new InboundRecord("a", DateTimeOffset.UnixEpoch, state, null, null, Mail);
        var target = new AssignmentTarget(CustomerId.Parse("c1"), null, Dit);
        var held = state is InboundState.Held;
        Assert.Equal(held, record.Assign(target, "Accueil").IsSuccess);
        Assert.Equal(held, record.Discard("Accueil").IsSuccess);
        if (held) Assert.Equal(record.Assignments + 1, record.Assign(target, "Accueil").Value.Assignments);
        if (held) Assert.Equal((InboundState.Assigned, Dit, "Accueil"), (record.Assign(target, "Accueil").Value.State, record.Assign(target, "Accueil").Value.About, record.Assign(target, "Accueil").Value.SettledBy));
    });

    private static HoldReason Held(InboundMail mail, PossibleSender[] senders) => Assert.IsType<InboundDecision.Hold>(Decide(mail, senders)).Reason;

    private static InboundDecision Decide(InboundMail mail, PossibleSender[] senders) => InboundDecisions.Decide(mail, null, null, senders);

    private static InboundDecision Answer(string? owner, PossibleSender[] senders) =>
        InboundDecisions.Decide(Mail, Dit, owner is null ? null : new(CustomerId.Parse(owner), SiteId.Parse("s1")), senders);

    private static PossibleSender Without(PossibleSender sender) =>
        sender with { Account = sender.Account with { Profile = Profile.User, Sites = [SiteId.Parse("s1")], Rights = [] } };

    private static PossibleSender Knows(string customer, params string[] assets) => new(
        new Account(
            UserId.Parse($"paul-{customer}"), CustomerId.Parse(customer), LoginIdentifier.Parse("paul"), "Paul", "paul@example.com", "", Profile.Supervisor, []),
        [.. assets.Select(id => Asset(id, customer))]);

    private static Asset Asset(string id, string customer) => new(
        AssetId.Parse(id), CustomerId.Parse(customer), SiteId.Parse("s1"), "Site", AssetKind.Printing, "Ricoh", "IM", "Copieur", $"SN{id}", "RDC", null, true);
}
