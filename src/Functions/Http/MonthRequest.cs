using System.Globalization;

namespace Dfm.Functions.Http;

/// <summary>The month that a request is about: <c>?month=2026-11</c>, in UTC.</summary>
public static class MonthRequest
{
    /// <summary>Some instant of it; <paramref name="now"/> where the request names none.</summary>
    public static Result<DateTimeOffset> Read(HttpRequest request, DateTimeOffset now)
    {
        var text = request.Query["month"].ToString();
        if (text.Length == 0) return now;
        return DateTimeOffset.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var month)
            ? month
            : Problem.Validation("month", "Un mois s'écrit 2026-11.");
    }
}
