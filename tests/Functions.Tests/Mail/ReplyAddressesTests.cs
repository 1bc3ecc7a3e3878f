using System.ComponentModel.DataAnnotations;
using System.Net.Mail;
using CsCheck;
using Dfm.Core;
using Dfm.Core.Notifications;
using Dfm.Functions.Mail;
using Dfm.Functions.Security;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Tests.Mail;

public sealed class ReplyAddressesTests
{
    private static readonly ReplyAddresses Replies = With("reponses.example.com");

    private static readonly Gen<MailTopic> Topics = Gen.Select(
        Gen.OneOf(MailTopicKind.Dit, MailTopicKind.Order), Gen.Long[1, NumberForm.Max], (kind, n) => new MailTopic(kind, NumberForm.Text(n)));

    [Fact]
    public void Address_IsShort_AndReadsBack()
    {
        var address = Replies.For(new MailTopic(MailTopicKind.Dit, "500123"))!;

        Assert.Matches(@"^dit-500123\+[0-9a-f]{16}@reponses\.example\.com$", address);
        Topics.Sample(topic => Replies.TryRead(Replies.For(topic), out var read) && read == topic);
    }

    [Fact]
    public void Address_IsALegalOne_WhateverTheNumber() => Topics.Sample(topic =>
        MailAddress.TryCreate(Replies.For(topic), out var address) && address.User.Length <= 64);

    [Fact]
    public void Address_IsRead_HoweverMailServersWriteItsLetters() =>
        Topics.Sample(topic => Replies.TryRead($" {Replies.For(topic)!.ToUpperInvariant()}", out var read) && read == topic);

    [Fact]
    public void Address_OfWhichACharacterIsChanged_IsNotRead() =>
        Gen.Select(Topics, Gen.Double[0, 1], Gen.Char[' ', '~']).Sample((topic, where, other) =>
        {
            var address = Replies.For(topic)!;
            var place = (int)(where * (address.Length - 1));
            if (char.ToLowerInvariant(other) == address[place]) return true;
            return !Replies.TryRead(address[..place] + other + address[(place + 1)..], out _);
        });

    [Fact]
    public void AnyText_IsReadOnlyIfItWasGiven() => Gen.String.Sample(text => !Replies.TryRead(text, out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("dit-500123@reponses.example.com")]
    [InlineData("dit-500123+@reponses.example.com")]
    [InlineData("portail@reponses.example.com")]
    public void Address_WithoutASignature_IsNotRead(string? address) => Assert.False(Replies.TryRead(address, out _));

    [Fact]
    public void Address_OfAnotherDomain_AnotherKey_OrAnotherKind_IsNotRead()
    {
        var dit = new MailTopic(MailTopicKind.Dit, "500123");
        Assert.False(Replies.TryRead(With("other.example.com").For(dit), out _));
        Assert.False(Replies.TryRead(With("reponses.example.com", key: "Another signing key, of at least 32 bytes.").For(dit), out _));
        Assert.False(Replies.TryRead(Replies.For(dit)!.Replace("dit-", "commande-", StringComparison.Ordinal), out _));
    }

    [Fact]
    public void WithoutADomain_AndForApprovals_RepliesGoToTheSender()
    {
        Assert.Null(With("").For(new MailTopic(MailTopicKind.Dit, "500123")));
        Assert.False(With("").TryRead(Replies.For(new MailTopic(MailTopicKind.Dit, "500123")), out _));
        Assert.Null(Replies.For(new MailTopic(MailTopicKind.Approval, "500123")));
    }

    [Fact]
    public void MessageIds_ReadBack_AndAreOthersForOtherMails() => Gen.Select(Topics, Gen.Int[1, 1_000]).Sample((topic, n) =>
    {
        var (mail, thread) = Replies.MessageIds(topic, $"mail-{n}")!.Value;
        return Replies.TryReadMessageId(mail.ToUpperInvariant(), out var ofMail) && ofMail == topic
            && Replies.TryReadMessageId(thread, out var ofThread) && ofThread == topic
            && mail != Replies.MessageIds(topic, "mail-0")!.Value.Mail
            && !Replies.TryRead(mail, out _) && !Replies.TryReadMessageId(Replies.For(topic), out _);
    });

    [Fact]
    public void AnyText_IsReadAsAMessageId_OnlyIfItWasGiven() => Gen.String.Sample(text => !Replies.TryReadMessageId(text, out _));

    [Theory]
    [InlineData("", true)]
    [InlineData("reponses.example.com", true)]
    [InlineData("xn--rponses-bya.example.fr", true)]
    [InlineData("localhost", false)]
    [InlineData("@reponses.example.com", false)]
    [InlineData("reponses.example.com/x", false)]
    [InlineData("réponses.example.com", false)]
    public void Domain_IsCheckedAtTheStart(string domain, bool isGood)
    {
        var options = new MailOptions { InboundDomain = domain };
        var context = new ValidationContext(options) { MemberName = nameof(MailOptions.InboundDomain) };
        Assert.Equal(isGood, Validator.TryValidateProperty(domain, context, null));
    }

    private static ReplyAddresses With(string domain, string key = "A signing key for tests alone.......") => new(
        Options.Create(new MailOptions { InboundDomain = domain }),
        new Signatures(Options.Create(new AuthOptions { SigningKey = key })));
}
