using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Dfm.Core.Notifications;
using Dfm.Functions.Retention;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Tests.Inbound;

/// <summary>Mails that came in, and what is known of mails that did not arrive, go when their time is over; what they have raised stays.</summary>
public sealed class InboundRetentionTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly StorageAccount account = azurite.NewAccount();
    private InboundPortal portal = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await InboundPortal.StartAsync(account);
        await portal.Sorted(new SentMail { Text = "SNp10001" });
        await portal.Sorted(new SentMail { Text = "Bonjour" });
        var failure = new MailFailure("1", DateTimeOffset.UnixEpoch, MailFailureKind.Bounced, "dit-1-1-Raised", "a@example.com", "");
        await portal.Portal.Services.GetRequiredService<IMailFailureStore>().Add([failure], Stop);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task WhatIsNotOld_Stays()
    {
        await Purge(new RetentionOptions());

        // Two mails with their identities, of which one waits; a failure in the list and with what it is about.
        Assert.Equal((5, 2, 2), await Stored());
    }

    [Fact]
    public async Task WhatIsOld_Goes_AndTheDitStays()
    {
        await Purge(new RetentionOptions { InboundMails = TimeSpan.Zero, MailFailures = TimeSpan.Zero });

        Assert.Equal((0, 0, 0), await Stored());
        Assert.Single((await portal.User.Get<Page<ListedItem>>("/api/dits")).Items);
    }

    private Task Purge(RetentionOptions retention) =>
        ActivatorUtilities.CreateInstance<PurgeOldMails>(portal.Portal.Services, Options.Create(retention)).Run(new TimerInfo(), Stop);

    private async Task<(int Mails, int Originals, int Failures)> Stored() => (
        await Count(TableNames.InboundMails, "RowKey lt 'q-'"),
        await new BlobContainerClient(account.ConnectionString, TableNames.InboundOriginals).GetBlobsAsync(cancellationToken: Stop).CountAsync(Stop),
        await Count(TableNames.MailFailures, ""));

    private async Task<int> Count(string table, string filter) => await new TableServiceClient(account.ConnectionString)
        .GetTableClient(table).QueryAsync<TableEntity>(filter, cancellationToken: Stop).CountAsync(Stop);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
