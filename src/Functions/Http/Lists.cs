using Dfm.Functions.Storage;

namespace Dfm.Functions.Http;

/// <summary>The query string and the pages of lists of aggregates (DITs, orders).</summary>
public static class Lists
{
    /// <summary>The query of <c>?state=&amp;cursor=&amp;limit=</c>, limited to the sites that the caller may see.</summary>
    public static Result<ListQuery<TState>> Query<TState, TNumber>(HttpRequest request, Caller caller)
        where TState : struct, Enum
        where TNumber : struct, INumber<TNumber>
    {
        var page = PageRequest.Read(request);
        if (!page.IsSuccess) return page.Problem;
        var state = State<TState>(request);
        if (!state.IsSuccess) return state.Problem;
        var before = Before<TNumber>(page.Value);
        if (!before.IsSuccess) return before.Problem;
        var sites = caller.Profile is Profile.Supervisor ? null : caller.Sites;
        return new ListQuery<TState>(sites, state.Value, before.Value, page.Value.Limit);
    }

    /// <summary>The requested state; null for all.</summary>
    public static Result<TState?> State<TState>(HttpRequest request) where TState : struct, Enum
    {
        var check = new FieldChecks();
        var state = check.OptionalChoice<TState>("state", request.Query["state"]);
        return check.ResultOf(state);
    }

    /// <summary>The number before which the page begins; null for the first page.</summary>
    public static Result<long?> Before<TNumber>(PageRequest page) where TNumber : struct, INumber<TNumber>
    {
        if (page.Cursor is null) return (long?)null;
        if (!Cursor.TryRead(page.Cursor, out var text) || !TNumber.TryParse(text, out var number)) return Cursor.Bad;
        return (long?)number.Sequence;
    }

    public static IResult ToHttp<T>(Page<T> page) =>
        Results.Json(new { page.Items, NextCursor = page.Next is { } next ? Cursor.At(NumberForm.Text(next)) : null }, PortalJson.Options);
}
