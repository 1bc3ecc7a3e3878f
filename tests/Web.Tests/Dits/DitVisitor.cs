using System.Text.RegularExpressions;
using Dfm.Web.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Dits;

/// <summary>What people do with DITs.</summary>
internal static partial class DitVisitor
{
    /// <summary>Fills in what a DIT needs.</summary>
    public static async Task FillDitAsync(this Visitor visitor, string description)
    {
        await visitor.Page.GetByLabel("Nature de l'intervention").SelectOptionAsync("Bourrage papier");
        await visitor.Page.GetByLabel("Détail de la demande").FillAsync(description);
    }

    /// <summary>Waits until the page of a new DIT is shown, and returns its number.</summary>
    public static async Task<string> DitRaisedAsync(this Visitor visitor)
    {
        await Expect(visitor.Page).ToHaveURLAsync(DitPage());
        var number = DitPage().Match(visitor.Page.Url).Groups[1].Value;
        await visitor.SeesAsync($"Demande n° {number}");
        return number;
    }

    [GeneratedRegex("/dits/([0-9]+)$")]
    private static partial Regex DitPage();
}
