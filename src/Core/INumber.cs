using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Dfm.Core;

/// <summary>A number assigned by the portal: short, unique across all customers, ascending, with gaps.</summary>
public interface INumber<TSelf> : IIdentifier<TSelf> where TSelf : struct, INumber<TSelf>
{
    /// <summary>The numeric value.</summary>
    long Sequence { get; }

    /// <summary>Creates a number from the value of a counter.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1 or greater than <see cref="NumberForm.Max"/>.</exception>
    static abstract TSelf Of(long sequence);
}

/// <summary>The format of the portal's numbers: 1 to 10 digits, without a leading 0.</summary>
public static class NumberForm
{
    /// <summary>The largest number: ten digits.</summary>
    public const long Max = 9_999_999_999;

    /// <summary>Returns <paramref name="sequence"/> when it is from 1 to <see cref="Max"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1 or greater than <see cref="Max"/>.</exception>
    public static long Check(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, Max);
        return sequence;
    }

    /// <summary>The decimal digits of a number.</summary>
    public static string Text(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);

    /// <summary>Parses user input; false when the format is invalid.</summary>
    public static bool TryParse<TNumber>([NotNullWhen(true)] string? text, out TNumber number) where TNumber : struct, INumber<TNumber>
    {
        var fits = text is { Length: > 0 and <= 10 } && text[0] != '0' && text.All(char.IsAsciiDigit);
        number = fits ? TNumber.Of(long.Parse(text!, CultureInfo.InvariantCulture)) : default;
        return fits;
    }
}
