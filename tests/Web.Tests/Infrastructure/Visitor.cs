using System.Collections.Concurrent;
using Dfm.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Infrastructure;

/// <summary>A person at a browser's window of their own.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(RepositoryRoot.PathOf("web", "node_modules", "axe-core", "axe.min.js")));

    // A folder; none are made without it, which takes as long as all else.
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("WEB_SCREENSHOTS");

    // Of WCAG 2.2 AA, and what follows from good practice. Of a dark screen the colours: all else is the same as light.
    private const string CheckAxe = """
        async isDark => {
          const all = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
          const runOnly = isDark ? ['color-contrast', 'link-in-text-block'] : all;
          const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'] });
          return violations.flatMap(one => one.nodes.map(node => `${one.id}: ${one.help}\n  ${node.html}\n  ${node.failureSummary}`));
        }
        """;

    private const string FocusedName = """
        () => {
          const focused = document.activeElement;
          const text = focused?.labels?.[0]?.querySelector('strong')?.textContent ?? focused?.labels?.[0]?.textContent ?? focused?.textContent;
          return (text ?? '').trim();
        }
        """;

    private readonly IBrowserContext context;
    private readonly Device device;
    private readonly ConcurrentQueue<string> failures = new();

    private Visitor(IBrowserContext context, IPage page, Device device)
    {
        (this.context, Page, this.device) = (context, page, device);
        page.PageError += (_, error) => failures.Enqueue(error);
        page.Console += (_, message) =>
        {
            // A refused policy is an error of the console and of nothing else.
            if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal)) failures.Enqueue(message.Text);
        };
        context.Request += (_, request) => Requests.Enqueue(request);
    }

    /// <summary>What they see.</summary>
    public IPage Page { get; }

    /// <summary>The window with all its pages.</summary>
    public IBrowserContext Context => context;

    /// <summary>All that was asked of any server.</summary>
    public ConcurrentQueue<IRequest> Requests { get; } = new();

    /// <summary>Whether they hold a phone.</summary>
    public bool HasPhone => device.IsPhone;

    /// <summary>Opens a page in a window.</summary>
    public static async Task<Visitor> OpenAsync(IBrowserContext context, Device device) => new(context, await context.NewPageAsync(), device);

    /// <summary>Takes a session without the sign-in page, as somebody who comes back.</summary>
    public async Task TakeSessionAsync(string identifier)
    {
        var response = await context.APIRequest.PostAsync(
            "/api/auth/login", new() { DataObject = new { identifier, password = DemoPortal.Password } });
        Assert.True(response.Ok, await response.TextAsync());
        await context.AddInitScriptAsync("try { localStorage.getItem('dfm-left') ?? localStorage.setItem('dfm-session', '1'); } catch { }");
    }

    /// <summary>Signs in by the sign-in page.</summary>
    public async Task SignInAsync(string identifier, string password = DemoPortal.Password)
    {
        await Page.GetByLabel("Identifiant", new() { Exact = true }).FillAsync(identifier);
        await Page.GetByLabel("Mot de passe", new() { Exact = true }).FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Se connecter" }).ClickAsync();
    }

    /// <summary>Opens an address of the portal, and waits for its heading.</summary>
    public async Task GoToAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
    }

    /// <summary>Waits until a heading stands at the top of the screen.</summary>
    public Task SeesAsync(string heading) =>
        Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = heading })).ToBeVisibleAsync();

    /// <summary>Waits until a text is on the screen.</summary>
    public Task ReadsAsync(string text) => Expect(Page.GetByText(text).First).ToBeVisibleAsync();

    /// <summary>Waits until a list says how many it has found.</summary>
    public Task FindsAsync(string results) => Expect(Page.GetByText(results, new() { Exact = true })).ToBeVisibleAsync();

    /// <summary>Presses the green diskette.</summary>
    public Task ValidateAsync() => Page.GetByRole(AriaRole.Button, new() { Name = "Valider", Exact = true }).First.ClickAsync();

    /// <summary>Goes from one control to the next by the keyboard until the one with this name has the focus.</summary>
    public async Task TabToAsync(string name, bool backwards = false)
    {
        for (var presses = 0; presses < 80; presses++)
        {
            if (await Page.EvaluateAsync<string>(FocusedName) == name) return;
            await Page.Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
        }

        Assert.Fail($"The keyboard does not come to « {name} ».");
    }

    /// <summary>
    /// Looks at what is shown now, light and dark: nothing that axe knows is wrong, nothing is wider than the screen, and no error was
    /// raised. Takes a picture of each where <c>WEB_SCREENSHOTS</c> names a folder for them.
    /// </summary>
    public async Task LooksGoodAsync(string screen)
    {
        await Expect(Page.Locator(".skeleton")).ToHaveCountAsync(0);
        // Scrolled, something would always be half below the heading that stays.
        await Page.EvaluateAsync("window.scrollTo(0, 0)");
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            if (Pictures is not null)
            {
                await Page.ScreenshotAsync(new()
                {
                    Path = Path.Combine(Pictures, $"{screen}-{device.Name}-{scheme.ToString().ToLowerInvariant()}.png"),
                    FullPage = true,
                });
            }

            // Not a script of the page, whose policy would refuse it.
            if (!await Page.EvaluateAsync<bool>("'axe' in window")) await Page.EvaluateAsync(Axe.Value);
            var violations = await Page.EvaluateAsync<string[]>(CheckAxe, scheme is ColorScheme.Dark);
            Assert.True(violations.Length == 0, $"{screen}, {scheme}:\n{string.Join("\n", violations)}");
        }

        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        Assert.True(await Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= device.Width, $"{screen} is wider than the screen.");
        Assert.Empty(failures);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
