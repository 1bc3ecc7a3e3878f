using System.Globalization;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Parc;

namespace Dfm.Functions.Lifecycles;

/// <summary>
/// The row keys that the tables <c>Dits</c> and <c>Orders</c> share, whose partitions are the customers. A list is a range in display
/// order, newest first: numbers stand in keys as their distance from the largest one. « ~ » sorts after every character of an identifier
/// and is none.
/// </summary>
internal static class LifecycleKeys
{
    private const int Digits = 10;

    /// <summary>The DIT or order itself; all of the customer's are one range.</summary>
    public static string Itself(long number) => $"d-{Newest(number)}";

    /// <summary>A line of its journal.</summary>
    public static string Journal(long number, int version) => $"{JournalOf(number)}{version:D6}";

    /// <summary>Begins the keys of its journal.</summary>
    public static string JournalOf(long number) => $"j-{Newest(number)}-";

    /// <summary>Begins the keys of the whole list, or of the lists by site, by state, by state and site.</summary>
    public static string List(SiteId? site, string? state) => (site, state) switch
    {
        (null, null) => "d-",
        ({ } s, null) => $"s-{s}~",
        (null, { } t) => $"t-{t}~",
        ({ } s, { } t) => $"ts-{t}~{s}~",
    };

    /// <summary>Begins the keys of one asset's list.</summary>
    public static string ListOf(AssetId asset) => $"a-{asset}~";

    /// <summary>The first answer to an Idempotency-Key.</summary>
    public static string Answer(string key) => $"i-{key}";

    /// <summary>An effect that waits to be dispatched.</summary>
    public static string Outbox(long number, int sequence) => $"{OutboxOf(number)}{sequence:D6}";

    /// <summary>Begins the keys of one number's effects.</summary>
    public static string OutboxOf(long number) => $"{OutboxPrefix}{Text(number)}-";

    /// <summary>Begins the keys of all effects.</summary>
    public const string OutboxPrefix = "q-";

    /// <summary>The part of a key that sorts newer numbers first.</summary>
    public static string Newest(long number) => Text(NumberForm.Max - number);

    /// <summary>The part of a key that sorts older numbers first.</summary>
    public static string Oldest(long number) => Text(number);

    /// <summary>The number of a row in a list, whose key ends with <see cref="Newest"/>.</summary>
    public static long NumberOfListed(string rowKey) => NumberForm.Max - Read(rowKey.AsSpan(rowKey.Length - Digits));

    /// <summary>The number of an outbox row.</summary>
    public static long NumberOfOutbox(string rowKey) => Read(rowKey.AsSpan(OutboxPrefix.Length, Digits));

    private static string Text(long number) => number.ToString("D10", CultureInfo.InvariantCulture);

    private static long Read(ReadOnlySpan<char> digits) => long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
