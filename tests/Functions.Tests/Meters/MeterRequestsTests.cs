using System.Text;
using Dfm.Core.Accounts;
using Dfm.Core.Meters;
using Dfm.Core.Parc;
using Dfm.Functions.Meters.Responses;
using Dfm.Functions.Meters.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Infrastructure.RequestCounter;
using static Dfm.Functions.Tests.Meters.MeterPortal;

namespace Dfm.Functions.Tests.Meters;

/// <summary>What the functions of this chapter ask of their storage: as many requests with ten assets as with a thousand.</summary>
public sealed class MeterRequestsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    /// <summary>A machine under load commits late: another message for that would lead to another look.</summary>
    private static readonly IReadOnlyDictionary<string, string> Settings =
        new Dictionary<string, string>(RequestCounter.Settings) { ["Outbox__CommitWithin"] = "00:00:05" };

    private StorageProxy proxy = null!;
    private MeterPortal portal = null!;
    private RequestCounter counter = null!;

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        portal = await MeterPortal.StartAsync(proxy.Account, settings: Settings);
        counter = new RequestCounter(proxy, portal.Portal);
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Theory]
    [InlineData(60)]
    [InlineData(1_200)]
    public async Task Requests_AreFew_NameTheirKeys_AndDoNotGrowWithTheAssets(int assets)
    {
        var c1 = CustomerId.Parse("c1");
        AssetId[] ids = [.. Enumerable.Range(0, assets).Select(number => AssetId.Parse($"m{number:D5}"))];
        await TwoCustomers.Write(portal.Portal, [.. ids.Select(id => TwoCustomers.Asset(id.Value, "c1", "s1", AssetKind.Printing))]);
        await portal.Portal.Services.GetRequiredService<TableMeterStore>().Save(c1, ids.Select(id => Meter.New(c1, id)), Stop);

        await counter.Counts("ListMeters", 4, portal.Supervisor, Getting("meters?limit=50"));
        await counter.Counts("ListMeterReadings", 6, portal.User, Getting("assets/p1/meter-readings"));
        var (_, following) = await counter.Effects(() => counter.Counts<ReadingReport>(
            "EnterMeterReadings, of two assets", 8, portal.User, Entering("k", Black("p1", 4_000), Black("p3", 10))));
        Holds("EnterMeterReadings, all that follows", EffectsOfAMail, following);
        var csv = Encoding.UTF8.GetBytes($"Bien;Date;Noir\n{string.Concat(ids.Take(50).Select(id => $"{id};{portal.Day()};12\n"))}");
        await counter.Counts("ImportMeterReadings, of 50 assets, dry", 4, portal.User, Importing(csv, "?dryRun=true"));
        await counter.Effects(() => counter.Counts("ImportMeterReadings, of 50 assets", 11, portal.User, Importing(csv)));
    }

    /// <summary>The look for the command's row and its deletion, the mail's claim and its record.</summary>
    private const int EffectsOfAMail = 4;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
