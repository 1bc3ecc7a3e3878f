using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Web.Tests.Infrastructure;

/// <summary>The real portal as a process of its own, with the built site and the demo's data, for the classes of a collection.</summary>
public class DemoPortal(AzuriteFixture azurite, Browser browser) : IAsyncLifetime
{
    /// <summary>The password of every account of the demo.</summary>
    public const string Password = "Demo-Portail-2026";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly string staffKey = $"dfm_tests_{Guid.NewGuid():N}{Guid.NewGuid():N}";
    private FunctionAppProcess? app;

    /// <summary>Calls the portal without credentials.</summary>
    public HttpClient Client => app!.Client;

    /// <summary>Where the site is.</summary>
    protected virtual Uri Site => Client.BaseAddress!;

    /// <summary>Opens a browser's window for nobody in particular.</summary>
    public async Task<Visitor> VisitAsync(Device device) => await Visitor.OpenAsync(await browser.OpenAsync(Site, device), device);

    /// <summary>Opens a browser's window in which <paramref name="identifier"/> is signed in, at <paramref name="path"/>.</summary>
    public async Task<Visitor> VisitAsync(Device device, string identifier, string path = "/")
    {
        var visitor = await VisitAsync(device);
        await visitor.TakeSessionAsync(identifier);
        await visitor.GoToAsync(path);
        return visitor;
    }

    /// <summary>Waits for a mail to somebody whose subject contains a text.</summary>
    public Task<Mail> MailAsync(string to, string subject, CancellationToken cancellationToken) =>
        MailAsync(to, subject, _ => true, cancellationToken);

    /// <summary>Waits for another such mail than one that has come.</summary>
    public Task<Mail> OtherMailAsync(string to, string subject, Mail known, CancellationToken cancellationToken) =>
        MailAsync(to, subject, mail => mail.Html != known.Html, cancellationToken);

    private async Task<Mail> MailAsync(string to, string subject, Predicate<Mail> isWanted, CancellationToken cancellationToken)
    {
        Mail? found = null;
        await Waiting.UntilNothing(
            async () =>
            {
                var mails = await Client.GetFromJsonAsync<List<Mail>>("/local/mails?limit=100", cancellationToken) ?? [];
                found = mails.Find(mail => mail.To.Any(address => address.StartsWith(to, StringComparison.Ordinal))
                    && mail.Subject.Contains(subject, StringComparison.Ordinal)
                    && isWanted(mail));
                return found is null ? $"No mail « {subject} » to {to}; there are: {string.Join(", ", mails.Select(mail => mail.Subject))}" : null;
            },
            Pause);
        return found!;
    }

    /// <summary>Moves a DIT or an order along as DFM's staff: <c>dits/1000123</c>, <c>{ action = "Plan", … }</c>.</summary>
    public async Task StaffAsync(string what, object transition, CancellationToken cancellationToken)
    {
        await Waiting.UntilNothing(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/backoffice/{what}/transitions");
                request.Headers.Add("X-Api-Key", staffKey);
                request.Content = JsonContent.Create(transition);
                using var response = await Client.SendAsync(request, cancellationToken);
                if (response.IsSuccessStatusCode) return null;
                var problem = await response.Content.ReadAsStringAsync(cancellationToken);
                // The staff see it once the outbox has followed its command.
                Assert.True(response.StatusCode is HttpStatusCode.NotFound, problem);
                return problem;
            },
            Pause);
    }

    /// <summary>Posts the demo's invoice as DFM's ERP; posted before, it stays as it is.</summary>
    public async Task PostInvoiceAsync(string customer, string site, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/backoffice/invoices");
        request.Headers.Add("X-Api-Key", staffKey);
        request.Content = new MultipartFormDataContent
        {
            { new StringContent(customer), "customer" },
            { new StringContent(site), "site" },
            { new StringContent("Due"), "payment" },
            { new ByteArrayContent(await File.ReadAllBytesAsync(RepositoryRoot.PathOf("demo", "files", "facture.pdf"), cancellationToken)), "file", "facture.pdf" },
        };
        using var response = await Client.SendAsync(request, cancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var storage = azurite.NewAccount();
        // Beside each other, since both take their time to start.
        var port = FreePorts.Take(1)[0];
        var starting = PortalProcess.StartAsync(storage, await ServeSiteAsync(port), port);
        await Task.WhenAll(starting, LoadAsync(PortalSettings.For(storage, port)));
        app = await starting;
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Has the site served; the settings of a portal on <paramref name="port"/> that go with it.</summary>
    protected virtual Task<IReadOnlyDictionary<string, string>> ServeSiteAsync(int port)
    {
        var site = RepositoryRoot.PathOf("web", "dist");
        Assert.True(Directory.Exists(site), "The site is not built: npm ci and npm run build in web/.");
        return Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["LocalHost__Site"] = site });
    }

    private async Task LoadAsync(Dictionary<string, string> settings)
    {
        var loader = RepositoryRoot.PathOf("demo", "Load", "bin", RepositoryRoot.Configuration, "net10.0", "Dfm.Load.dll");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { loader, RepositoryRoot.PathOf("demo") },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        (start.Environment["Demo__Password"], start.Environment["Demo__ApiKey"]) = (Password, staffKey);
        using var loading = Process.Start(start)!;
        var output = await Task.WhenAll(loading.StandardOutput.ReadToEndAsync(), loading.StandardError.ReadToEndAsync());
        await loading.WaitForExitAsync();
        Assert.True(loading.ExitCode == 0, string.Concat(output));
    }

    /// <summary>A mail that the portal has sent.</summary>
    public sealed record Mail(IReadOnlyList<string> To, string Subject, string? Text, string? Html);
}
