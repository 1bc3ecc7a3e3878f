using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Dfm.Core.Dits;

/// <summary>The number of a DIT (« n° de la DIT »): short, unique over all customers, ascending but not without gaps.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<DitNumber>))]
public readonly record struct DitNumber : IIdentifier<DitNumber>, IComparable<DitNumber>
{
    /// <summary>The largest number: ten digits.</summary>
    public const long Max = 9_999_999_999;

    /// <summary>A number that a counter handed out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not from 1 to <see cref="Max"/>.</exception>
    public DitNumber(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, Max);
        Sequence = sequence;
    }

    /// <summary>The number as a number.</summary>
    public long Sequence { get; }

    /// <inheritdoc/>
    public string Value => Sequence.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out DitNumber id)
    {
        var fits = text is { Length: > 0 and <= 10 } && text[0] != '0' && text.All(char.IsAsciiDigit);
        id = fits ? new DitNumber(long.Parse(text!, CultureInfo.InvariantCulture)) : default;
        return fits;
    }

    /// <summary>Reads a number that is known to have the form.</summary>
    /// <exception cref="FormatException">It has not.</exception>
    public static DitNumber Parse(string text) =>
        TryParse(text, out var number) ? number : throw new FormatException($"Not a {nameof(DitNumber)}: {text}.");

    /// <inheritdoc/>
    public int CompareTo(DitNumber other) => Sequence.CompareTo(other.Sequence);

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>Order by age.</summary>
    public static bool operator <(DitNumber left, DitNumber right) => left.Sequence < right.Sequence;

    /// <summary>Order by age.</summary>
    public static bool operator >(DitNumber left, DitNumber right) => left.Sequence > right.Sequence;

    /// <summary>Order by age.</summary>
    public static bool operator <=(DitNumber left, DitNumber right) => left.Sequence <= right.Sequence;

    /// <summary>Order by age.</summary>
    public static bool operator >=(DitNumber left, DitNumber right) => left.Sequence >= right.Sequence;
}
