using System.Text.Json.Serialization;

namespace Dfm.Core.Meters;

/// <summary>What becomes of an entered reading.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReadingOutcome>))]
public enum ReadingOutcome
{
    /// <summary>It is stored.</summary>
    Accepted,

    /// <summary>The very same reading is stored already.</summary>
    Unchanged,

    /// <summary>It is improbable: stored only when it is sent again, confirmed.</summary>
    Questioned,

    /// <summary>It is wrong, and not stored.</summary>
    Refused,
}

/// <summary>Why a reading is questioned or refused.</summary>
/// <param name="Code">Stable, kebab-case, part of the API contract.</param>
/// <param name="Message">One French sentence.</param>
/// <param name="Counter">The counter's code; null where it is about the whole reading.</param>
/// <param name="Bound">The value that was compared with; null where there is none.</param>
public sealed record ReadingRemark(string Code, string Message, string? Counter = null, long? Bound = null)
{
    /// <summary>In a file, the column of the cell that could not be read, from 0; null for what the rules say.</summary>
    [JsonIgnore]
    public int? Column { get; init; }
}

/// <summary>The result of <see cref="EnterReading"/>.</summary>
/// <param name="Meter">The meter after it: unchanged unless accepted.</param>
/// <param name="Remarks">Empty when it is stored.</param>
public sealed record ReadingDecision(ReadingOutcome Outcome, Meter Meter, IReadOnlyList<ReadingRemark> Remarks);
