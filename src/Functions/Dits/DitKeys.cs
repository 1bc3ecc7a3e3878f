using System.Globalization;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Parc;

namespace Dfm.Functions.Dits;

/// <summary>
/// The row keys of the table <c>Dits</c>, whose partitions are the customers. A list is a range in display order, newest first: numbers
/// stand in keys as their distance from the largest one. « ~ » sorts after every character of an identifier and is none.
/// </summary>
internal static class DitKeys
{
    /// <summary>The DIT itself; all of the customer's are one range.</summary>
    public static string Dit(DitNumber number) => $"d-{Newest(number)}";

    /// <summary>A line of its journal.</summary>
    public static string Journal(DitNumber number, int version) => $"{JournalOf(number)}{version:D6}";

    /// <summary>Begins the keys of its journal.</summary>
    public static string JournalOf(DitNumber number) => $"j-{Newest(number)}-";

    /// <summary>Begins the keys of the whole list, or of the lists by site, by state, by state and site.</summary>
    public static string List(SiteId? site, DitState? state) => (site, state) switch
    {
        (null, null) => "d-",
        ({ } s, null) => $"s-{s}~",
        (null, { } t) => $"t-{t}~",
        ({ } s, { } t) => $"ts-{t}~{s}~",
    };

    /// <summary>Begins the keys of one asset's list.</summary>
    public static string ListOf(AssetId asset) => $"a-{asset}~";

    /// <summary>Which DITs of an asset are open.</summary>
    public static string Open(AssetId asset) => $"o-{asset}";

    /// <summary>The first answer to an Idempotency-Key.</summary>
    public static string Answer(string key) => $"i-{key}";

    /// <summary>An effect that waits to be dispatched.</summary>
    public static string Outbox(DitNumber number, int sequence) => $"{OutboxOf(number)}{sequence:D6}";

    /// <summary>Begins the keys of one DIT's effects.</summary>
    public static string OutboxOf(DitNumber number) => $"{OutboxPrefix}{number.Sequence.ToString("D10", CultureInfo.InvariantCulture)}-";

    /// <summary>Begins the keys of all effects.</summary>
    public const string OutboxPrefix = "q-";

    /// <summary>The part of a key that sorts newer numbers first.</summary>
    public static string Newest(DitNumber number) => Newest(number.Sequence);

    /// <summary>The part of a key that sorts newer numbers first.</summary>
    public static string Newest(long number) => (NumberForm.Max - number).ToString("D10", CultureInfo.InvariantCulture);

    /// <summary>The DIT number of an outbox row.</summary>
    public static DitNumber NumberOfOutbox(string rowKey) =>
        DitNumber.Of(long.Parse(rowKey.AsSpan(OutboxPrefix.Length, 10), CultureInfo.InvariantCulture));
}
