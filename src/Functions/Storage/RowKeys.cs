using System.Globalization;
using Dfm.Core.Parc;

namespace Dfm.Functions.Storage;

/// <summary>
/// The row keys of lists. A list is a key range in display order, newest first: numbers are stored as their distance from the largest one.
/// « ~ » sorts after every character of an identifier and occurs in none.
/// </summary>
public static class RowKeys
{
    private const int Digits = 10;

    /// <summary>The key prefix of one site's list, of one state's, or of one state's at one site.</summary>
    public static string List(SiteId? site, string? state) => (site, state) switch
    {
        ({ } s, null) => $"s-{s}~",
        (null, { } t) => $"t-{t}~",
        ({ } s, { } t) => $"ts-{t}~{s}~",
        (null, null) => throw new ArgumentException("The list of all is the range of the aggregates themselves."),
    };

    /// <summary>The key prefix of one asset's list.</summary>
    public static string ListOf(AssetId asset) => $"a-{asset}~";

    /// <summary>A key part that sorts newer numbers first.</summary>
    public static string Newest(long number) => Oldest(NumberForm.Max - number);

    /// <summary>A key part that sorts older numbers first.</summary>
    public static string Oldest(long number) => number.ToString("D10", CultureInfo.InvariantCulture);

    /// <summary>The number of a row whose key ends with <see cref="Newest"/>.</summary>
    public static long NumberOf(string rowKey) =>
        NumberForm.Max - long.Parse(rowKey.AsSpan(rowKey.Length - Digits), NumberStyles.None, CultureInfo.InvariantCulture);
}
