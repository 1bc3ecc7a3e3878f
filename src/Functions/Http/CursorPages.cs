using Dfm.Functions.Storage;

namespace Dfm.Functions.Http;

/// <summary>Pages of lists whose cursor is a row key.</summary>
public static class CursorPages
{
    /// <summary>The page that <c>?cursor=&amp;limit=</c> asks for.</summary>
    /// <param name="list">Reads the items after a key, at most so many, and where the next page begins.</param>
    public static async Task<IResult> Read<T, TView>(
        HttpRequest request, Func<string?, int, Task<(IReadOnlyList<T> Items, string? Next)>> list, Func<T, TView> view)
    {
        var page = PageRequest.Read(request);
        if (!page.IsSuccess) return page.Problem.ToHttp();
        string? after = null;
        if (page.Value.Cursor is { } cursor && !Cursor.TryRead(cursor, out after)) return Cursor.Bad.ToHttp();
        var (items, next) = await list(after, page.Value.Limit);
        return Results.Json(
            new { Items = items.Select(view), NextCursor = next is null ? null : Cursor.At(next) }, PortalJson.Options);
    }
}
