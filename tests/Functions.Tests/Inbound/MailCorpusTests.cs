using System.Collections.Concurrent;
using System.Net;
using Dfm.Core.Dits;
using Dfm.Core.Inbound;
using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Inbound.Responses;
using Dfm.Functions.Mail;
using Dfm.Functions.Orders.Responses;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Inbound;

/// <summary>A portal to which all mails of the corpus have come, in both forms.</summary>
public sealed class CorpusPortal(AzuriteFixture azurite) : IAsyncLifetime
{
    private const int AtOnce = 6;
    private readonly ConcurrentDictionary<(string Name, bool Raw), (string Id, Expected Expected)> received = [];

    public InboundPortal Portal { get; private set; } = null!;

    /// <summary>What the answers of the corpus answer.</summary>
    public (DitNumber Dit, OrderNumber Order) About { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Portal = await InboundPortal.StartAsync(azurite.NewAccount());
        var answered = await Arrange();
        var mails =
            from one in MailCorpus.All
            let made = one.Value(answered)
            from raw in MailCorpus.IsRawOnly(made.Mail) ? [true] : (bool[])[true, false]
            select (one.Key, raw, Mail: made.Mail with { MessageId = $"{one.Key}.{raw}@example.com" }, made.Expected);
        await Parallel.ForEachAsync(
            mails,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (mail, _) => received[(mail.Key, mail.raw)] = (await Portal.Receive(mail.Mail, mail.raw), mail.Expected));
    }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    /// <summary>What became of a mail of the corpus, in each form that it came in; and what should have.</summary>
    public async Task<IReadOnlyList<(InboundMailResponse Sorted, Expected Expected)>> Sorted(string name)
    {
        var mails = received.Where(one => one.Key.Name == name).Select(one => one.Value).ToList();
        var sorted = new List<(InboundMailResponse, Expected)>();
        foreach (var (id, expected) in mails) sorted.Add((await Portal.Sorted(id), expected));
        return sorted;
    }

    private async Task<Answered> Arrange()
    {
        var replies = Portal.Portal.Services.GetRequiredService<ReplyAddresses>();
        var (dit, closed, zoes) = (await Raised(Portal.User), await Raised(Portal.User), await Raised(Portal.Stranger));
        using var cancelled = await DitPortal.Cancel(Portal.User, closed);
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        var order = (await OrderPortal.Ordered(Portal.User)).Number;
        foreach (var number in (DitNumber[])[dit, closed, zoes]) await Known($"dits/{number}");
        await Known($"orders/{order}");
        About = (dit, order);
        var about = new MailTopic(MailTopicKind.Dit, dit.Value);
        return new(
            replies.For(about)!,
            replies.MessageIds(about, "sent")!.Value.Mail,
            replies.For(new MailTopic(MailTopicKind.Dit, closed.Value))!,
            replies.For(new MailTopic(MailTopicKind.Order, order.Value))!,
            replies.For(new MailTopic(MailTopicKind.Dit, zoes.Value))!);
    }

    private Task Known(string route) => Waiting.Until(async () =>
    {
        using var answer = await Portal.Staff.GetAsync(new Uri($"/api/backoffice/{route}", UriKind.Relative));
        return answer.IsSuccessStatusCode;
    });

    private static async Task<DitNumber> Raised(HttpClient client) => (await DitPortal.JustRaised(client)).Number;
}

/// <summary>Every mail of the corpus has its outcome, in the raw form and in the parsed one.</summary>
public sealed class MailCorpusTests(CorpusPortal corpus) : IClassFixture<CorpusPortal>
{
    public static TheoryData<string> Names { get; } = [.. MailCorpus.All.Keys];

    [Fact]
    public void TheCorpus_IsLarge() => Assert.True(Names.Count >= 60, $"{Names.Count} mails.");

    [Theory, MemberData(nameof(Names))]
    public async Task AMail_HasItsOutcome(string name)
    {
        foreach (var (sorted, expected) in await corpus.Sorted(name))
        {
            Assert.Equal((expected.State, expected.Reason), (sorted.State, sorted.Reason));
            if (expected.Asset is not null) await HasRaised(sorted, expected);
            else if (expected.State is InboundState.Done) await HasWritten(sorted, expected);
        }
    }

    [Fact]
    public async Task MailsThatWait_AreTheStaffs_AndTellNobodyAnything()
    {
        foreach (var name in Names) await corpus.Sorted(name);

        var held = await corpus.Portal.Held();
        Assert.All(held, mail => Assert.Equal(InboundState.Held, mail.State));
        Assert.Equal(held.OrderByDescending(mail => mail.ReceivedAt).Select(mail => mail.Id).Order(), held.Select(mail => mail.Id).Order());
        var answers = (await corpus.Portal.Mails()).Where(mail => mail.MailId.StartsWith("inbound-", StringComparison.Ordinal));
        Assert.All(answers, mail => Assert.Contains(Assert.Single(mail.To), (string[])["paul@example.com", "zoe@example.com"]));
    }

    [Fact]
    public async Task FilesThatAreRefused_AreNamedToTheSender()
    {
        await corpus.Sorted("program");
        KeptMail? told = null;
        await Waiting.Until(async () => (told = (await corpus.Portal.Mails()).FirstOrDefault(
            mail => mail.MailId.StartsWith("inbound-files-", StringComparison.Ordinal) && mail.Text.Contains("outil.exe", StringComparison.Ordinal))) is not null);

        Assert.Contains("n'est pas d'un type accepté", told!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("photo.png", told.Text, StringComparison.Ordinal);
        Assert.Equal("paul@example.com", Assert.Single(told.To));
    }

    private async Task HasRaised(InboundMailResponse sorted, Expected expected)
    {
        Assert.Equal(MailTopicKind.Dit, sorted.About?.Kind);
        DitResponse? dit = null;
        await Waiting.Until(async () =>
        {
            using var answer = await corpus.Portal.Staff.GetAsync(new Uri($"/api/backoffice/dits/{sorted.About!.Number}", UriKind.Relative));
            if (!answer.IsSuccessStatusCode) return false;
            dit = await answer.Read<DitResponse>();
            return true;
        });
        Assert.Equal((expected.Asset, sorted.From?.StartsWith("zoe", StringComparison.Ordinal) is true ? "c2" : "c1"), (dit!.Asset.Id, dit.Customer!.Value.Value));
        if (expected.Says is { } says) Assert.Contains(says, dit.Description, StringComparison.Ordinal);
        if (expected.SaysNot is { } not) Assert.DoesNotContain(not, dit.Description, StringComparison.Ordinal);
        if (expected.Files is { } files) Assert.Equal(files, dit.Attachments.Select(file => file.Name));
        if (expected.As is { } kind) Assert.Equal(kind, (dit.Urgency.ToString(), dit.Nature.Code));
        Assert.True(dit.Description.Length <= DitRequest.MaxDescription);
    }

    private async Task HasWritten(InboundMailResponse sorted, Expected expected)
    {
        var texts = sorted.About?.Kind is MailTopicKind.Order
            ? (await corpus.Portal.User.Get<OrderResponse>($"/api/orders/{corpus.About.Order}")).Journal.Select(entry => entry.Text)
            : (await corpus.Portal.User.Get<DitResponse>($"/api/dits/{corpus.About.Dit}")).Journal.Select(entry => entry.Text);
        if (expected.Says is { } says) Assert.Contains(texts, text => text?.Contains(says, StringComparison.Ordinal) is true);
        if (expected.SaysNot is { } not) Assert.DoesNotContain(texts, text => text?.Contains(not, StringComparison.Ordinal) is true);
    }
}
