using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Inbound;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Crashes;

/// <summary>
/// A portal as a process over a storage account of its own, which can be killed and started again at the same address. One walk after the
/// other goes through it, each for a customer of its own: the process that goes on after a kill is the one that the next walk kills.
/// </summary>
public sealed class KillablePortal : IAsyncDisposable
{
    /// <summary>The key of DFM's staff.</summary>
    public const string ApiKey = "dfm_staff_0123456789abcdef0123456789abcdef";

    /// <summary>The key of the other desk of DFM's staff, « Atelier ».</summary>
    public const string WorkshopsApiKey = "dfm_workshop_fedcba9876543210fedcba9876543210";

    private static readonly string[] Scopes =
    [
        "dits.read", "dits.write", "orders.read", "orders.write", "invoices.write", "contact.read", "webhooks.read", "webhooks.write",
        "privacy.read", "privacy.erase", "satisfaction.read", "inbound.read", "inbound.write",
    ];

    private static readonly Dictionary<string, string> Settings = new(InboundPortal.Settings)
    {
        // Compiling again what runs often (after 60,000 ms, in hexadecimal) does not pay for processes that live for seconds.
        ["DOTNET_TC_CallCountingDelayMs"] = "EA60",
        ["DOTNET_TieredPGO"] = "0",
        // Walks wait for their mails before somebody is erased.
        ["Privacy__SettleFor"] = "00:00:00",
        // Receivers of webhooks are none: their next try is no moment of any walk.
        ["Webhooks__FirstPause"] = "01:00:00",
    };

    private readonly StorageAccount account;
    private readonly HashSet<string> earlierNumbers = [];
    private readonly List<CrashMoment> killedAt = [];
    private FunctionAppProcess process;
    private Task restart = Task.CompletedTask;
    private int customers;

    private KillablePortal(StorageAccount account, StorageProxy storage, FunctionAppProcess process)
    {
        (this.account, Storage, this.process) = (account, storage, process);
        Address = process.Client.BaseAddress!;
    }

    /// <summary>Where it answers, also once it was started again.</summary>
    public Uri Address { get; }

    /// <summary>What all its storage requests go through.</summary>
    public StorageProxy Storage { get; }

    /// <summary>Its storage, past the proxy.</summary>
    public TableServiceClient Tables => new(account.ConnectionString);

    /// <summary>The moments that it was killed at in walks that have ended.</summary>
    public IReadOnlyList<CrashMoment> KilledAt => killedAt;

    /// <summary>What the present process has written to its console.</summary>
    public string Output => string.Join('\n', process.Output);

    /// <summary>Starts a portal over a new storage account that knows two desks of the staff.</summary>
    public static async Task<KillablePortal> StartAsync(AzuriteFixture azurite)
    {
        ArgumentNullException.ThrowIfNull(azurite);
        var account = azurite.NewAccount();
        var tables = new TableServiceClient(account.ConnectionString);
        await Task.WhenAll(TableNames.All.Select(name => tables.CreateTableIfNotExistsAsync(name, Stop)));
        await Task.WhenAll(Save(tables, ApiKey, "DFM"), Save(tables, WorkshopsApiKey, "Atelier"));
        var storage = await StorageProxy.StartAsync(account);
        try
        {
            return new KillablePortal(account, storage, await PortalProcess.StartAsync(storage.Account, Settings));
        }
        catch
        {
            await storage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether this number was given in a walk that has ended.</summary>
    public bool IsOfEarlierWalk(string number) => earlierNumbers.Contains(number);

    /// <summary>Remembers a walk that has ended well.</summary>
    /// <param name="numbers">Of what it has made.</param>
    /// <param name="moment">When the portal was killed in it; null where it was not.</param>
    public void EndWalk(IEnumerable<string> numbers, CrashMoment? moment = null)
    {
        if (moment is not null) killedAt.Add(moment);
        earlierNumbers.UnionWith(numbers);
    }

    /// <summary>An id that no customer has had yet.</summary>
    public CustomerId NewCustomer() => CustomerId.Parse($"c{++customers}");

    /// <summary>Kills the process: nothing of it runs any further.</summary>
    public void Kill() => process.Kill();

    /// <summary>Starts it again after it was killed, and waits until it is healthy.</summary>
    public Task StartAgainAsync() => restart = RestartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await restart.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await process.DisposeAsync();
        }
        finally
        {
            await Storage.DisposeAsync();
        }
    }

    private async Task RestartAsync()
    {
        var killed = process;
        process = await PortalProcess.StartAsync(Storage.Account, Settings, Address.Port);
        await killed.DisposeAsync();
    }

    private static Task Save(TableServiceClient tables, string apiKey, string desk) =>
        new TableApiKeyStore(tables).Save(ApiKeyText.ToStore(apiKey, desk, Scopes), Stop);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
