using System.Globalization;
using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;

namespace Dfm.Web.Tests.Meters;

/// <summary>What somebody does with the grid of the counters.</summary>
internal static class ReadingVisitor
{
    /// <summary>The line of an asset, by its position.</summary>
    public static ILocator Line(this Visitor visitor, int position) => visitor.Page.Locator("tbody").Nth(position);

    /// <summary>Where « Noir » is typed.</summary>
    public static ILocator Black(this ILocator line) => line.Locator("input[data-counter=mono]");

    /// <summary>The value of « Noir » before, as the line shows it.</summary>
    public static async Task<long> PreviousAsync(this ILocator line)
    {
        var shown = await line.Locator(".counter:has(input[data-counter=mono]) .before span").First.InnerTextAsync();
        return long.Parse(string.Concat(shown.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
    }

    /// <summary>Types « Noir » as so many pages more than before.</summary>
    public static async Task TypeAsync(this ILocator line, long more)
    {
        var value = await line.PreviousAsync() + more;
        await line.Black().FillAsync(value.ToString(CultureInfo.InvariantCulture));
    }
}
