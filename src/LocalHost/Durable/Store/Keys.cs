using System.Globalization;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>
/// Partition and row keys of the hub's table. Row keys differ between instances too: the emulator looks rows up by their row key first,
/// and would look through the rows of all instances if theirs were the same.
/// </summary>
internal static class Keys
{
    public const string Instances = "RowKey ge 'i-' and RowKey lt 'i.'";
    public const string Messages = "RowKey ge 'm-' and RowKey lt 'm.'";

    /// <summary>Begins the keys of rows that hold what is too long for a property.</summary>
    public const string Payload = "x-";

    /// <summary>The partition of an instance: its id, escaped as in addresses, but with <c>^</c> for what keys may not hold.</summary>
    public static string Partition(string instanceId) => Uri.EscapeDataString(instanceId).Replace('%', '^');

    public static string InstanceId(string partition) => Uri.UnescapeDataString(partition.Replace('^', '%'));

    public static string Instance(string partition) => "i-" + partition;

    public static string Message(long number) => string.Create(CultureInfo.InvariantCulture, $"m-{number:D19}");

    public static long NumberOf(string messageKey) => long.Parse(messageKey.AsSpan(2), CultureInfo.InvariantCulture);
}
