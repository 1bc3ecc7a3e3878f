using Dfm.Core.Meters;

namespace Dfm.Functions.Meters.Responses;

/// <summary>A reading, as shown by the API.</summary>
/// <param name="Replaced">The counters that were replaced before it.</param>
/// <param name="CorrectableUntil">Until when the caller may correct it by entering it again; null when the caller may not.</param>
public sealed record MeterReadingResponse(
    DateTimeOffset At,
    ReadingSource Source,
    string SourceLabel,
    string By,
    IReadOnlyDictionary<string, long> Values,
    IReadOnlyList<string> Replaced,
    DateTimeOffset? CorrectableUntil)
{
    public static MeterReadingResponse Of(MeterReading reading, Caller caller, MeterPolicy policy, DateTimeOffset now) => new(
        reading.At,
        reading.Source,
        reading.Source.Label(),
        reading.By,
        reading.Values,
        reading.Replaced,
        reading.CorrectableUntil(caller.User, policy, now));
}
