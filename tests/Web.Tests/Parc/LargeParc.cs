using Microsoft.Playwright;

namespace Dfm.Web.Tests.Parc;

/// <summary>
/// A parc of 10,000 assets, answered in the API's place: how PARC scrolls and searches through it, by the browser's own record of tasks that
/// keep the page from answering (those of 50 ms or more).
/// </summary>
internal sealed class LargeParc
{
    /// <summary>So many assets.</summary>
    public const int Count = 10_000;

    /// <summary>No task may keep the page longer, on a machine that does the reference work in <see cref="ReferenceWork"/>; milliseconds.</summary>
    public const double Longest = 100;

    /// <summary>What <see cref="WorkAsync"/> takes on the machine that the bound is meant for; milliseconds.</summary>
    public const double ReferenceWork = 40;

    private const int Steps = 60;

    // In the page itself: a hundred answers by way of the browser's driver would take longer than what is measured.
    private const string Answer = """
        const asset = number => ({
          id: `B${900000 + number}`, site: 'S101', siteName: 'Étude principale', kind: 'Printing', make: 'Ricoh', model: 'IM C3010',
          designation: `Multifonction couleur A3 n° ${number}`, serialNumber: `3129RC${number}`, location: `Étage ${number % 9}, bureau ${number}`,
          contract: 'CTR-2024-0117', hasCounters: true, actions: ['raise-dit', 'order-consumables', 'enter-meter-reading'],
          openDits: number % 50 === 0 ? ['1000001'] : [],
        });
        const pageOf = query => {
          if (query.has('search')) return { items: [asset(0)], nextCursor: null };
          const first = Number(query.get('cursor') ?? 0);
          const next = first + 100;
          return { items: Array.from({ length: 100 }, (_, n) => asset(first + n)), nextCursor: next < 10000 ? String(next) : null };
        };
        const fetchReally = window.fetch;
        window.fetch = async (request, ...rest) => {
          const url = new URL(request.url ?? request, location.href);
          if (url.pathname !== '/api/assets') return fetchReally(request, ...rest);
          return new Response(JSON.stringify(pageOf(url.searchParams)), { headers: { 'Content-Type': 'application/json' } });
        };
        window.longTasks = [];
        new PerformanceObserver(list => window.longTasks.push(...list.getEntries().map(one => one.duration))).observe({ type: 'longtask' });
        """;

    // As the screen's own work: elements that are made, styled and laid out.
    private const string Work = """
        () => {
          const times = Array.from({ length: 7 }, () => {
            const start = performance.now();
            const box = document.body.appendChild(document.createElement('div'));
            for (let n = 0; n < 4000; n++) box.appendChild(document.createElement('p')).textContent = `Bien ${n}`;
            box.offsetHeight;
            box.remove();
            return performance.now() - start;
          });
          return times.sort((one, other) => one - other)[3];
        }
        """;

    private const string ScrollOn = """
        async () => {
          window.scrollTo(0, document.documentElement.scrollHeight);
          await new Promise(resume => requestAnimationFrame(() => setTimeout(resume)));
          return document.querySelector('.page-header [role=status]').textContent.trim();
        }
        """;

    private const string ScrollThrough = """
        async steps => {
          const height = document.documentElement.scrollHeight;
          let most = 0;
          for (let step = 0; step <= steps; step++) {
            window.scrollTo(0, height * step / steps);
            await new Promise(resume => requestAnimationFrame(() => setTimeout(resume)));
            most = Math.max(most, document.querySelectorAll('[role=row]').length);
          }
          return most;
        }
        """;

    private readonly IPage page;

    private LargeParc(IPage page) => this.page = page;

    /// <summary>Opens PARC in a window in which somebody is signed in.</summary>
    public static async Task<LargeParc> OpenAsync(IPage page)
    {
        await page.AddInitScriptAsync(Answer);
        await page.GotoAsync("/assets");
        await page.GetByRole(AriaRole.Rowheader).First.WaitForAsync();
        return new(page);
    }

    /// <summary>How long this machine takes, now, for work like the screen's; milliseconds, the median of seven.</summary>
    public Task<double> WorkAsync() => page.EvaluateAsync<double>(Work);

    /// <summary>Scrolls until all assets are read; the longest task meanwhile, in milliseconds.</summary>
    public Task<double> ReadAllAsync() => LongestTaskAsync(async () =>
    {
        string found;
        do found = await page.EvaluateAsync<string>(ScrollOn);
        while (found != $"{Count} résultats");
    });

    /// <summary>Scrolls from the first asset to the last; the longest task meanwhile, and how many rows the page had at most.</summary>
    public async Task<(double Longest, int Rows)> ScrollAsync()
    {
        var rows = 0;
        var longest = await LongestTaskAsync(async () => rows = await page.EvaluateAsync<int>(ScrollThrough, Steps));
        return (longest, rows);
    }

    /// <summary>Types a search, and clears it again; the longest task meanwhile, in milliseconds.</summary>
    public Task<double> SearchAsync() => LongestTaskAsync(async () =>
    {
        await page.GetByRole(AriaRole.Searchbox).PressSequentiallyAsync("kyocera", new() { Delay = 30 });
        await page.GetByText("1 résultat", new() { Exact = true }).WaitForAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("");
        await page.GetByText($"{Count} résultats", new() { Exact = true }).WaitForAsync();
    });

    private async Task<double> LongestTaskAsync(Func<Task> act)
    {
        await page.EvaluateAsync("window.longTasks.length = 0");
        await act();
        // The browser tells of a task once it is over.
        return await page.EvaluateAsync<double>("new Promise(resume => setTimeout(() => resume(Math.max(0, ...window.longTasks)), 200))");
    }
}
