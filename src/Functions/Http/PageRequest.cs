using System.Globalization;
using Dfm.Core;
using Microsoft.AspNetCore.Http;

namespace Dfm.Functions.Http;

/// <summary>Which page of a list is asked for: <c>?cursor=&amp;limit=</c>.</summary>
/// <param name="Cursor">Where the last page ended, opaque; null for the first page.</param>
/// <param name="Limit">At most so many items, 1 to <see cref="MaxLimit"/>.</param>
internal sealed record PageRequest(string? Cursor, int Limit)
{
    /// <summary>Items on a page when the caller does not say.</summary>
    public const int DefaultLimit = 50;

    /// <summary>The most items on a page.</summary>
    public const int MaxLimit = 100;

    /// <summary>The page that the query string asks for.</summary>
    public static Result<PageRequest> Read(HttpRequest request)
    {
        var limit = DefaultLimit;
        if (request.Query.TryGetValue("limit", out var text)
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit))
            return Problem.Validation("limit", $"Un nombre de 1 à {MaxLimit}.");
        var cursor = request.Query["cursor"].ToString();
        return new PageRequest(cursor.Length == 0 ? null : cursor, limit);
    }
}
