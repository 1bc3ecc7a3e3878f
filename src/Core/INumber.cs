using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Dfm.Core;

/// <summary>A number that the portal gives: short, unique over all customers, ascending but not without gaps.</summary>
/// <typeparam name="TSelf">The number itself.</typeparam>
public interface INumber<TSelf> : IIdentifier<TSelf> where TSelf : struct, INumber<TSelf>
{
    /// <summary>The number as a number.</summary>
    long Sequence { get; }

    /// <summary>A number that a counter handed out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not from 1 to <see cref="NumberForm.Max"/>.</exception>
    static abstract TSelf Of(long sequence);
}

/// <summary>The form shared by the numbers that the portal gives: 1 to 10 digits, the first of them not 0.</summary>
public static class NumberForm
{
    /// <summary>The largest number: ten digits.</summary>
    public const long Max = 9_999_999_999;

    /// <summary>The same number, when it is from 1 to <see cref="Max"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static long Check(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, Max);
        return sequence;
    }

    /// <summary>The number as people write it.</summary>
    public static string Text(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a number from a user's text; false when it cannot be one.</summary>
    public static bool TryParse<TNumber>([NotNullWhen(true)] string? text, out TNumber number) where TNumber : struct, INumber<TNumber>
    {
        var fits = text is { Length: > 0 and <= 10 } && text[0] != '0' && text.All(char.IsAsciiDigit);
        number = fits ? TNumber.Of(long.Parse(text!, CultureInfo.InvariantCulture)) : default;
        return fits;
    }
}
