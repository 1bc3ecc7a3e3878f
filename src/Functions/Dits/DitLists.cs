using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Http;
using Dfm.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace Dfm.Functions.Dits;

/// <summary>What the lists of DITs share: their query string and their pages.</summary>
internal static class DitLists
{
    /// <summary>The state that <c>?state=</c> asks for; null for all.</summary>
    public static Result<DitState?> State(HttpRequest request)
    {
        var text = request.Query["state"].ToString();
        if (text.Length == 0) return (DitState?)null;
        var check = new FieldChecks();
        var state = check.Choice<DitState>("state", text, "");
        return check.Problem is { } problem ? problem : (DitState?)state;
    }

    /// <summary>The number before which the page begins; null for the first page.</summary>
    public static Result<long?> Before(PageRequest page)
    {
        if (page.Cursor is null) return (long?)null;
        if (!Cursor.TryRead(page.Cursor, out var text) || !DitNumber.TryParse(text, out var number)) return Cursor.Bad;
        return (long?)number.Sequence;
    }

    /// <summary>The sites that the caller may see; null for all of the customer's.</summary>
    public static IReadOnlyList<SiteId>? Sites(Caller caller) => caller.Profile is Profile.Supervisor ? null : caller.Sites;

    /// <summary>The page as the API shows it.</summary>
    public static IResult ToHttp(Core.Page<DitSummary> page) =>
        Results.Json(new { page.Items, NextCursor = page.Next is { } next ? Cursor.At(NumberForm.Text(next)) : null }, PortalJson.Options);
}
