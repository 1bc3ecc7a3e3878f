using System.Globalization;

namespace Dfm.Functions.Http;

/// <summary>The requested page of a list: <c>?cursor=&amp;limit=</c>.</summary>
/// <param name="Cursor">Where the previous page ended, opaque; null for the first page.</param>
/// <param name="Limit">The maximum number of items, 1 to <see cref="MaxLimit"/>.</param>
public sealed record PageRequest(string? Cursor, int Limit)
{
    public const int DefaultLimit = 50;

    public const int MaxLimit = 100;

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
