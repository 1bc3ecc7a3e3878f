using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Contract;
using Dfm.Functions.Webhooks.Delivery;
using Dfm.LocalHost;
using Dfm.LocalHost.Durable;
using Dfm.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Time.Testing;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>
/// The whole portal inside the test's process, on a port of its own. What the portal takes for the time, the test decides; what waits
/// (orchestrations, queues, timer triggers) lives in real time.
/// </summary>
public sealed class InProcessPortal : IAsyncDisposable
{
    /// <summary>The password of every account that <see cref="AddAccount"/> makes.</summary>
    public const string Password = "Trois chevaux verts !";

    // Hashing is dear on purpose: once for all tests.
    private static readonly Lazy<string> Hashed = new(() =>
    {
        using var passwords = new Passwords();
        return passwords.Hash(Core.Accounts.Password.Parse(Password));
    });

    // Far ahead of real time, so that no deadline of a lifecycle comes while a test runs. The year's weekdays and holidays are those of 2026.
    private static readonly DateTimeOffset Begin = new(2037, 3, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Nothing that a test does leaves this machine.</summary>
    private static readonly Network NoNetwork = new(
        (_, _) => throw new IOException("Tests resolve no hosts."), (_, _) => throw new IOException("Tests connect to nothing."));

    private readonly LocalFunctionsHost functionsHost;
    private readonly IHost host;
    private readonly ConcurrentDictionary<(CustomerId Customer, UserId User), string> stored = [];

    /// <summary>The hash of <see cref="Password"/>.</summary>
    public static string PasswordHash => Hashed.Value;

    private InProcessPortal(LocalFunctionsHost functionsHost, IHost host, FakeTimeProvider clock, CapturedLogs logs, Uri address)
    {
        (this.functionsHost, this.host, Clock, Logs) = (functionsHost, host, clock, logs);
        Client = NewClient(address);
    }

    /// <summary>The portal's time; it stands still until a test moves it.</summary>
    public FakeTimeProvider Clock { get; }

    /// <summary>All that was logged so far, from the level that it was started with.</summary>
    public CapturedLogs Logs { get; }

    /// <summary>Calls the portal without credentials; keeps no cookies.</summary>
    public HttpClient Client { get; }

    /// <summary>The portal's own services: the stores to arrange with.</summary>
    public IServiceProvider Services => host.Services;

    /// <summary>The lifecycles.</summary>
    public DurableTaskClient Lifecycles => Services.GetRequiredService<DurableHost>().Client!;

    /// <summary>Starts a portal over <paramref name="storage"/>, on a Monday in March at 9:00 in Paris.</summary>
    /// <param name="storage">Its storage account; lead it through a <see cref="StorageProxy"/> to count requests.</param>
    /// <param name="settings">Further settings, or others than the usual ones, with <c>__</c> between sections.</param>
    /// <param name="services">Replaces services, the last registration wins.</param>
    /// <param name="logged">The lowest level of what is logged.</param>
    public static async Task<InProcessPortal> StartAsync(
        StorageAccount storage,
        IReadOnlyDictionary<string, string>? settings = null,
        Action<IServiceCollection>? services = null,
        LogLevel logged = LogLevel.Information)
    {
        var port = FreePorts.Take(1)[0];
        var clock = new FakeTimeProvider(Begin);
        var logs = new CapturedLogs();
        var functionsHost = await LocalFunctionsHost.StartAsync();
        var builder = PortalHost.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(PortalSettings.For(storage, port)
            .Concat(settings ?? new Dictionary<string, string>())
            .GroupBy(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal))
            .Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Last().Value)));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(NoNetwork);
        builder.Logging.ClearProviders();
        services?.Invoke(builder.Services);
        builder.UseLocalHost(functionsHost);
        foreach (var console in builder.Services.Where(one => one.ImplementationType == typeof(ConsoleLoggerProvider)).ToList())
            builder.Services.Remove(console);
        builder.Logging.AddProvider(logs);
        builder.Logging.AddFilter<CapturedLogs>(null, logged);
        var host = builder.Build();
        await host.StartAsync();
        return new InProcessPortal(functionsHost, host, clock, logs, new Uri($"http://127.0.0.1:{port}"));
    }

    /// <summary>Stores a customer with sites named like their ids.</summary>
    public async Task<Customer> AddCustomer(string id, params string[] sites)
    {
        var customer = new Customer(
            CustomerId.Parse(id),
            $"Société {id}",
            [.. sites.Select(site => new Site(SiteId.Parse(site), $"Site {site}", "1 rue Basse", "28000", "Chartres"))]);
        await Services.GetRequiredService<ICustomerStore>().Save(customer, CancellationToken.None);
        return customer;
    }

    /// <summary>Stores an account with <see cref="Password"/>: a supervisor without <paramref name="sites"/>, a user with.</summary>
    public async Task<Account> AddAccount(string identifier, string customer, params string[] sites)
    {
        var account = new Account(
            UserId.Parse(identifier.Replace('.', '-').ToLowerInvariant()),
            CustomerId.Parse(customer),
            LoginIdentifier.Parse(identifier),
            $"Personne {identifier}",
            $"{identifier}@example.com",
            "02 61 91 10 01",
            sites.Length == 0 ? Profile.Supervisor : Profile.User,
            [.. sites.Select(SiteId.Parse)]);
        await Services.GetRequiredService<IAccountStore>().Save(account, PasswordHash, CancellationToken.None);
        return account;
    }

    /// <summary>A client that is signed in as <paramref name="caller"/>, without a password or a request.</summary>
    public HttpClient ClientOf(Caller caller)
    {
        var client = NewClient(Client.BaseAddress!);
        Remember(caller);
        var token = Services.GetRequiredService<AccessTokens>().Issue(WithSession(caller));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>The caller, in a session that nobody has ended.</summary>
    public static Caller WithSession(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller with
        {
            Session = caller.Session ?? new SessionKey(Secrets.Hash(caller.User.Value), Secrets.Hash(caller.User.Value)[..22]),
        };
    }

    /// <summary>The caller's row as a user.</summary>
    public static TableEntity UserRow(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return TableUserStore.RowOf(new Account(
            caller.User,
            caller.Customer,
            LoginIdentifier.Parse($"{caller.User}@example.com"),
            caller.Name,
            caller.Email,
            "",
            caller.Profile,
            caller.Sites)
        {
            Rights = caller.Rights,
        });
    }

    /// <summary>Stores the caller as a user, unless that is how the caller was stored last.</summary>
    private void Remember(Caller caller)
    {
        var row = UserRow(caller);
        var text = string.Join(' ', row);
        if (stored.TryGetValue((caller.Customer, caller.User), out var last) && last == text) return;
        stored[(caller.Customer, caller.User)] = text;
        Services.GetRequiredService<TableServiceClient>().GetTableClient(TableNames.Users).UpsertEntity(row, TableUpdateMode.Replace);
    }

    /// <summary>A client of DFM's staff whose key has these scopes.</summary>
    public async Task<HttpClient> StaffClient(string name, params string[] scopes)
    {
        var key = $"dfm_{Guid.NewGuid():N}_{Secrets.Random(32)}";
        await Services.GetRequiredService<IApiKeyStore>().Save(ApiKeyText.ToStore(key, name, scopes) with
        {
            // So that its use is no news: it would be written down, beside one of the requests that a test counts.
            UsedAt = Clock.GetUtcNow(),
        }, CancellationToken.None);
        var client = NewClient(Client.BaseAddress!);
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    /// <summary>
    /// Lets it stop, without waiting for it: the loops of Durable Task look but once a second whether they shall end. Its storage may be gone
    /// before that; the tests of the process stop it in order.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        _ = StopAsync();
        return ValueTask.CompletedTask;
    }

    private async Task StopAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await host.StopAsync(soon.Token);
        }
        finally
        {
            if (host is IAsyncDisposable disposable) await disposable.DisposeAsync();
            await functionsHost.DisposeAsync();
        }
    }

    private static HttpClient NewClient(Uri address) =>
        new(new ContractHandler(new SocketsHttpHandler { UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null }))
        {
            BaseAddress = address,
            Timeout = Patience.Longest,
        };
}
