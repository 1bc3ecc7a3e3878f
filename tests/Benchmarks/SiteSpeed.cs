using System.Globalization;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Dfm.Web.Tests.Parc;
using Microsoft.Playwright;

namespace Dfm.Benchmarks;

/// <summary>
/// What a person waits for in the browser: until the sign-in page can be filled in, and until it can be sent, nothing of it known before, with
/// the processor slowed four times; and the longest task while a parc of 10,000 assets scrolls and is searched. The floor is a page that is nothing but a field, slowed as
/// well: what the browser itself takes on this machine; and the work of laying out 4,000 lines.
/// </summary>
internal static class SiteSpeed
{
    private const string Chromium = "/usr/bin/chromium";
    private const string BarePage = "/a-field";
    private const int Slowdown = 4;
    private const double UsableWithin = 1000;
    private const int Loads = 15;
    private const int Passes = 7;

    private const string Field = "window.times.field";
    private const string Button = "window.times.button";

    // The times, since the address was called, at which an element is drawn and the page answers again. In the page from its beginning: asked
    // for later, the question would wait for what is measured.
    private const string Watch = """
        const usable = element => new Promise(resolve => {
          const look = () => document.querySelector(element)
            ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
            : requestAnimationFrame(look);
          look();
        });
        window.times = { field: usable('form input'), button: usable('form [type=submit]:enabled') };
        """;

    /// <summary>Both figures.</summary>
    public static async Task<IReadOnlyList<Figure>> Measure()
    {
        var site = RepositoryRoot.PathOf("web", "dist");
        await using var azurite = await Azurite.StartAsync();
        var storage = azurite.Account(0);
        await BenchData.Load(storage);
        await using var portal = await PortalProcess.StartAsync(storage, new Dictionary<string, string> { ["LocalHost__Site"] = site });
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"] });
        var open = (Func<Task<IPage>>)(() => browser.NewPageAsync(new() { BaseURL = portal.Client.BaseAddress!.AbsoluteUri, Locale = "fr-FR" }));
        return [await FirstLoad(open), await LargeParcOf(open)];
    }

    private static async Task<Figure> FirstLoad(Func<Task<IPage>> open)
    {
        var (filled, sent, bare) = (new Samples(), new Samples(), new Samples());
        await TakeLoad(open, "/sign-in", (Field, new Samples()));
        for (var n = 0; n < Loads; n++)
        {
            await TakeLoad(open, "/sign-in", (Field, filled), (Button, sent));
            await TakeLoad(open, BarePage, (Field, bare));
        }

        var measured = string.Create(CultureInfo.InvariantCulture, $"{filled}, to be sent {sent.P50:0} ms");
        return new Figure(
            "sign-in page", measured, $"{bare}", Figure.Number(filled.P50 / bare.P50), "<= 1000 ms", filled.P50 <= UsableWithin);
    }

    private static async Task TakeLoad(Func<Task<IPage>> open, string path, params (string Time, Samples Samples)[] awaited)
    {
        var page = await open();
        await page.AddInitScriptAsync(Watch);
        // Of that page alone: while one is routed, all requests of a window take a turn by the browser's driver.
        if (path == BarePage) await page.RouteAsync($"**{BarePage}", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<form><input></form>" }));
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Emulation.setCPUThrottlingRate", new Dictionary<string, object> { ["rate"] = Slowdown });
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit });
        foreach (var (time, samples) in awaited) samples.Add(await page.EvaluateAsync<double>(time));
        await page.Context.CloseAsync();
    }

    private static async Task<Figure> LargeParcOf(Func<Task<IPage>> open)
    {
        var page = await open();
        var login = await page.Context.APIRequest.PostAsync(
            "/api/auth/login", new() { DataObject = new { identifier = BenchData.User, password = BenchData.Password } });
        if (!login.Ok) throw new InvalidOperationException(await login.TextAsync());
        await page.AddInitScriptAsync("localStorage.setItem('dfm-session', '1')");
        var parc = await LargeParc.OpenAsync(page);
        var (tasks, work) = (new Samples(), new Samples());
        tasks.Add(await parc.ReadAllAsync());
        for (var pass = 0; pass < Passes; pass++)
        {
            work.Add(await parc.WorkAsync());
            tasks.Add((await parc.ScrollAsync()).Longest);
            tasks.Add(await parc.SearchAsync());
        }

        // The browser tells of no task below 50 ms: none at all is 0.
        var longest = string.Create(CultureInfo.InvariantCulture, $"longest {tasks.Max:0} ms, {tasks}");
        return new Figure("10,000 assets", longest, $"{work}", Figure.Number(tasks.Max / work.P50), "<= 100 ms", tasks.Max <= LargeParc.Longest);
    }
}
