using Dfm.Core.Accounts;
using Dfm.Core.Parc;
using Dfm.Functions.Meters.Reminders;
using Dfm.Functions.Meters.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Meters.MeterPortal;

namespace Dfm.Functions.Tests.Meters;

/// <summary>Customer c1 reads the assets of contract K-100 on the first of each month; it is the second of March.</summary>
public sealed class ReadingReminderTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly CustomerId C1 = CustomerId.Parse("c1");
    private static readonly DateOnly March = new(2037, 3, 1);
    private static readonly Dfm.Core.Meters.Contract K100 = new("K-100", new DateOnly(2026, 1, 1), 1);

    private MeterPortal portal = null!;

    public async ValueTask InitializeAsync() => portal = await MeterPortal.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    private TableReadingDates Dates => portal.Portal.Services.GetRequiredService<TableReadingDates>();

    [Fact]
    public async Task WhatIsDue_IsMailedToWhoIsResponsible_ForTheAsset_ThenTheSite_ThenTheCustomer()
    {
        await Responsible((SiteId.Parse("s2"), null, new("Site", "site@example.com")), (null, AssetId.Parse("p3"), new("Bien", "bien@example.com")));
        await portal.Portal.AddAccount("sup.one", "c1");
        await Dates.Begin(C1, K100, March, Stop);

        await Remind();

        // p1 was read ten days before: nobody is asked for it.
        var mails = await Mails("readings-due-", 2);
        Assert.Equal(["bien@example.com", "site@example.com"], mails.SelectMany(mail => mail.To).Order());
        Assert.All(mails, mail => Assert.Equal("Relevés compteurs à saisir pour le dimanche 1er mars 2037 (contrat K-100)", mail.Subject));
        Assert.Contains("SNp30001", Assert.Single(mails, mail => mail.To[0] == "bien@example.com").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutResponsible_TheSuperviseursAreAsked_AndLateAgain_ForWhatIsStillMissing()
    {
        await portal.Portal.AddAccount("sup.one", "c1");
        await Dates.Begin(C1, K100, March, Stop);
        await Remind();
        var due = Assert.Single(await Mails("readings-due-", 1));
        Assert.Equal(["sup.one@example.com"], due.To);
        Assert.Equal((true, true), (due.Text.Contains("SNp20001"), due.Text.Contains("SNp30001")));

        await Enter(portal.User, Black("p3", 10));
        portal.Portal.Clock.Advance(TimeSpan.FromDays(4));
        await Remind();

        var late = Assert.Single(await Mails("readings-late-", 1));
        Assert.Equal("Rappel : relevés compteurs en retard (contrat K-100)", late.Subject);
        Assert.Equal((true, false), (late.Text.Contains("SNp20001"), late.Text.Contains("SNp30001")));
        Assert.Equal([new ReadingDate(C1, "K-100", new DateOnly(2037, 4, 1), false, null)], await Left());
    }

    [Fact]
    public async Task DoneTwice_ItIsMailedOnce_AndBeforeItsDayItIsNotRead()
    {
        await portal.Portal.AddAccount("sup.one", "c1");
        await Dates.Begin(C1, K100, March, Stop);
        var date = Assert.Single(await Left());
        await Remind();
        await Dates.Add(date, Stop);
        await Remind();

        Assert.Single(await Mails("readings-due-", 1));
        Assert.Empty(await Dates.Due(March.AddDays(1), Stop).ToListAsync(Stop));
        Assert.Equal(2, (await Left()).Count);
    }

    private Task Responsible(params (SiteId? Site, AssetId? Asset, Responsible Who)[] who) =>
        portal.Portal.Services.GetRequiredService<TableMeterSettings>().Save(C1, [K100], who, Stop);

    private Task Remind() => ActivatorUtilities.CreateInstance<RemindMeterReadings>(portal.Portal.Services).Run(new TimerInfo(), Stop);

    private async Task<List<ReadingDate>> Left() => await Dates.Due(DateOnly.MaxValue, Stop).ToListAsync(Stop);

    private async Task<IReadOnlyList<KeptMail>> Mails(string beginning, int count)
    {
        await portal.MailsAbout(beginning, count);
        return [.. (await portal.Mails()).Where(mail => mail.MailId.StartsWith(beginning, StringComparison.Ordinal))];
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
