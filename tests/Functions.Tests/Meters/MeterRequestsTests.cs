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
public sealed class MeterRequestsTests(AzuriteFixture azurite)
    : CountedRequests<MeterPortal>(azurite, (at, settings) => MeterPortal.StartAsync(at, settings: settings), Settings)
{
    /// <summary>A machine under load commits late: another message for that would lead to another look.</summary>
    private static readonly IReadOnlyDictionary<string, string> Settings =
        new Dictionary<string, string>(RequestCounter.Settings) { ["Outbox__CommitWithin"] = "00:00:05" };

    [Theory]
    [InlineData(60)]
    [InlineData(1_200)]
    public async Task Requests_AreFew_NameTheirKeys_AndDoNotGrowWithTheAssets(int assets)
    {
        var c1 = CustomerId.Parse("c1");
        AssetId[] ids = [.. Enumerable.Range(0, assets).Select(number => AssetId.Parse($"m{number:D5}"))];
        await TwoCustomers.Write(Portal.Portal, [.. ids.Select(id => TwoCustomers.Asset(id.Value, "c1", "s1", AssetKind.Printing))]);
        await Portal.Portal.Services.GetRequiredService<TableMeterStore>().Save(c1, ids.Select(id => Meter.New(c1, id)), Stop);

        await Counter.Counts("ListMeters", 4, Portal.Supervisor, Getting("meters?limit=50"));
        await Counter.Counts("ListMeterReadings", 6, Portal.User, Getting("assets/p1/meter-readings"));
        var (_, following) = await Counter.Effects(() => Counter.Counts<ReadingReport>(
            "EnterMeterReadings, of two assets", 8, Portal.User, Entering("k", Black("p1", 4_000), Black("p3", 10))));
        Holds("EnterMeterReadings, all that follows", EffectsOfAMail, following);
        var csv = Encoding.UTF8.GetBytes($"Bien;Date;Noir\n{string.Concat(ids.Take(50).Select(id => $"{id};{Portal.Day()};12\n"))}");
        await Counter.Counts("ImportMeterReadings, of 50 assets, dry", 4, Portal.User, Importing(csv, "?dryRun=true"));
        await Counter.Effects(() => Counter.Counts("ImportMeterReadings, of 50 assets", 11, Portal.User, Importing(csv)));
    }

    /// <summary>The look for the command's row and its deletion, the subscriptions of webhooks, the mail's claim and its record.</summary>
    private const int EffectsOfAMail = 5;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
