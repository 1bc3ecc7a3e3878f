using Dfm.Core.Accounts;
using Dfm.Core.Parc;
using Dfm.Functions.Parc.Storage;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>A portal with two customers, their people and their equipment: what the tests of every chapter start from.</summary>
/// <param name="portal">The portal, from <see cref="StartInProcess"/>.</param>
/// <param name="staff">A client of DFM's staff.</param>
public class TwoCustomers(InProcessPortal portal, HttpClient staff) : IAsyncDisposable
{
    public InProcessPortal Portal { get; } = portal;

    /// <summary>Sees all of customer c1: printers p1 and p3 and computer i1 (site s1), printer p2 (site s2).</summary>
    public HttpClient Supervisor => SignedIn("claire", "c1", Profile.Supervisor);

    /// <summary>Sees site s1 of customer c1.</summary>
    public HttpClient User => SignedIn("paul", "c1", Profile.User, "s1");

    /// <summary>Sees all of customer c2, who has a printer p1 too.</summary>
    public HttpClient Stranger => SignedIn("zoe", "c2", Profile.Supervisor);

    /// <summary>DFM's staff.</summary>
    public HttpClient Staff { get; } = staff;

    /// <summary>A portal with both customers, their sites and their equipment.</summary>
    public static async Task<InProcessPortal> StartInProcess(
        StorageAccount storage, Action<IServiceCollection>? services = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var portal = await InProcessPortal.StartAsync(storage, settings, services);
        await portal.AddCustomer("c1", "s1", "s2");
        await portal.AddCustomer("c2", "s1");
        await Arrange(ActivatorUtilities.CreateInstance<AssetWriter>(portal.Services));
        return portal;
    }

    /// <summary>The equipment of both.</summary>
    internal static Task Arrange(AssetWriter assets) => assets.Write(
        [
            Asset("p1", "c1", "s1", AssetKind.Printing),
            Asset("p2", "c1", "s2", AssetKind.Printing),
            Asset("p3", "c1", "s1", AssetKind.Printing),
            Asset("i1", "c1", "s1", AssetKind.It),
            Asset("p1", "c2", "s1", AssetKind.Printing),
        ],
        null,
        CancellationToken.None);

    /// <summary>Stores assets: new ones, or others in place of what was stored under their ids.</summary>
    public static Task Write(InProcessPortal portal, params Asset[] assets)
    {
        ArgumentNullException.ThrowIfNull(portal);
        return ActivatorUtilities.CreateInstance<AssetWriter>(portal.Services).Write(assets, null, CancellationToken.None);
    }

    public static Caller Person(string name, string customer, Profile profile, params string[] sites) => new(
        UserId.Parse(name),
        CustomerId.Parse(customer),
        $"Personne {name}",
        $"{name}@example.com",
        profile,
        [.. sites.Select(SiteId.Parse)]);

    public static Asset Asset(string id, string customer, string site, AssetKind kind) => new(
        AssetId.Parse(id),
        CustomerId.Parse(customer),
        SiteId.Parse(site),
        $"Site {site}",
        kind,
        "Ricoh",
        "IM C3000",
        $"Copieur {id}",
        $"SN{id}0001",
        "Bâtiment A",
        "K-100",
        kind is AssetKind.Printing);

    /// <summary>All mails in the mailbox, newest first.</summary>
    public Task<IReadOnlyList<KeptMail>> Mails() => Portal.Client.Get<IReadOnlyList<KeptMail>>("/local/mails?limit=1000");

    /// <summary>The mail that the portal gave this id, of which the mailbox holds one.</summary>
    public async Task<KeptMail> Mail(string mailId) => Assert.Single(await Mails(), mail => mail.MailId == mailId);

    /// <summary>Waits until the mailbox holds so many mails whose ids begin alike, and returns their ids in alphabetical order.</summary>
    public async Task<string[]> MailsAbout(string beginning, int count)
    {
        var ids = Array.Empty<string>();
        await Waiting.Until(async () =>
        {
            var all = (await Mails()).Select(mail => mail.MailId);
            ids = [.. all.Where(id => id.StartsWith(beginning, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
            return ids.Length >= count;
        });
        return ids;
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A client with a new access token: those of before the clock was moved have expired.</summary>
    private HttpClient SignedIn(string name, string customer, Profile profile, params string[] sites) =>
        Portal.ClientOf(Person(name, customer, profile, sites));
}
