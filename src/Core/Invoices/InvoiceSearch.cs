using System.Globalization;
using Dfm.Core.Parc;

namespace Dfm.Core.Invoices;

/// <summary>
/// How an invoice is found: by the beginning or the end of its number, from <see cref="MinLength"/> characters, or by its total. Case, spaces
/// and punctuation do not matter: « fa-2026-0451 », « 0451 », « 1 234,50 ».
/// </summary>
public static class InvoiceSearch
{
    /// <summary>The fewest letters and digits to search for.</summary>
    public const int MinLength = 3;

    /// <summary>The longest search text, in characters.</summary>
    public const int MaxLength = 100;

    /// <summary>The distinct words that find the invoice, each a key of the index; at most 70: a transaction holds them all.</summary>
    public static IReadOnlyCollection<string> WordsOf(Invoice invoice)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        var number = SearchText.Compact(invoice.Number.Value);
        var lengths = Enumerable.Range(MinLength, Math.Max(0, number.Length - MinLength + 1)).ToList();
        var total = invoice.Amounts.Total.ToString("0.00", CultureInfo.InvariantCulture);
        return
        [
            .. lengths.Select(length => number[..length])
                .Concat(lengths.Select(length => number[^length..]))
                .Append(number)
                .Append(SearchText.Compact(total))
                .Where(word => word.Length >= MinLength)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>The word of a search text; null when it is too short to find anything.</summary>
    public static string? WordOf(string text) => SearchText.Compact(text) is { Length: >= MinLength } word ? word : null;
}
