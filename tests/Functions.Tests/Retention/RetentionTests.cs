using Azure.Data.Tables;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Retention;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Accounts;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Tests.Retention;

/// <summary>What is kept for a time goes when that is over; what a customer has entered stays.</summary>
public sealed class RetentionTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private DitPortal portal = null!;
    private DitResponse dit = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await DitPortal.StartAsync(azurite.NewAccount());
        using var raised = await DitPortal.Raise(portal.User, "p1", DitPortal.Form(), key: "k1");
        dit = await raised.Read<DitResponse>(System.Net.HttpStatusCode.Created);
        using var cancelled = await DitPortal.Cancel(portal.User, dit.Number);
        await portal.MailsOf(dit.Number, 2);
        await Waiting.Until(async () => await Count(TableNames.SentMails, "SentAt ge datetime'2000-01-01T00:00:00Z'") == 2);
        await portal.Portal.Lifecycles.WaitForInstanceCompletionAsync($"dit-{dit.Number}", Stop);
        using var failed = await portal.Portal.Login("nobody", "wrong");
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task WhatIsNotOld_Stays()
    {
        await Purge(new RetentionOptions());

        Assert.Equal((1, 2, 2), (await Responses(), await Count(TableNames.SentMails, ""), await Attempts()));
        Assert.NotNull(await portal.Portal.Lifecycles.GetInstanceAsync($"dit-{dit.Number}", Stop));
    }

    [Fact]
    public async Task ResponsesRecordsCountersAndHistories_Go_AndTheDitStays()
    {
        var before = await Count(TableNames.Dits, "");

        await Purge(new RetentionOptions
        {
            Responses = TimeSpan.Zero,
            SentMails = TimeSpan.Zero,
            SignInAttempts = TimeSpan.Zero,
            Lifecycles = TimeSpan.Zero,
        });

        Assert.Equal((0, 0, 0), (await Responses(), await Count(TableNames.SentMails, ""), await Attempts()));
        Assert.Equal(before - 1, await Count(TableNames.Dits, ""));
        Assert.Null(await portal.Portal.Lifecycles.GetInstanceAsync($"dit-{dit.Number}", Stop));
        Assert.Equal(2, (await portal.Find(dit.Number)).Journal.Count);
    }

    private async Task Purge(RetentionOptions retention)
    {
        var (services, options) = (portal.Portal.Services, Options.Create(retention));
        var rows = ActivatorUtilities.CreateInstance<PurgeOldRows>(services, options, NullLogger<PurgeOldRows>.Instance);
        await rows.Run(new TimerInfo(), Stop);
        await new PurgeLifecycles(options).Run(new TimerInfo(), portal.Portal.Lifecycles, Stop);
    }

    private Task<int> Responses() => Count(TableNames.Dits, "RowKey ge 'i-' and RowKey lt 'i.'");

    /// <summary>Of the identifier, and of the address.</summary>
    private Task<int> Attempts() => Count(TableNames.Accounts, "RowKey eq 'attempts'");

    private async Task<int> Count(string table, string filter) =>
        await portal.Portal.Services.GetRequiredService<TableServiceClient>().GetTableClient(table)
            .QueryAsync<TableEntity>(filter, cancellationToken: Stop).CountAsync(Stop);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
