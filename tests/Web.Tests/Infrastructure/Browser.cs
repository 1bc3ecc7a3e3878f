using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Dfm.Web.Tests.Infrastructure.Browser))]

namespace Dfm.Web.Tests.Infrastructure;

/// <summary>Debian's Chromium, once for all tests; a visitor has a context of their own in it.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>How long one step may take on a busy machine, in milliseconds.</summary>
    public const float Patient = 30_000;

    private const string Program = "/usr/bin/chromium";

    // Without these it looks for Google's hosts at every start.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Opens a window that knows nothing of others.</summary>
    public async Task<IBrowserContext> OpenAsync(Uri portal, Device device)
    {
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = portal.AbsoluteUri,
            ViewportSize = device.Size,
            IsMobile = device.IsPhone,
            HasTouch = device.IsPhone,
            Locale = "fr-FR",
            // Customers may be anywhere; what the portal shows is the time of Paris.
            TimezoneId = "America/Cayenne",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(Patient);
        return context;
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Patient);
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = Arguments });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
