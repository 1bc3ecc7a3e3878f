using System.Globalization;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>
/// Partition and row keys of the hub's table. Row keys differ between instances too: the emulator looks rows up by their row key first,
/// and would look through the rows of all instances if theirs were the same.
/// </summary>
internal static class Keys
{
    /// <summary>Matches the rows of instances.</summary>
    public const string Instances = "RowKey ge 'i-' and RowKey lt 'i.'";

    /// <summary>Matches the rows of what waits: activities, messages, and messages to deliver.</summary>
    public const string Waiting = "RowKey ge 'p-' and RowKey lt 'p.'";

    public const string Activities = "p-a-";
    public const string Message = "p-m-";
    public const string Outbox = "p-o-";
    public const string Payload = "x-";

    /// <summary>The partition of an instance: its id, escaped as in addresses, but with <c>^</c> for what keys may not hold.</summary>
    public static string Partition(string instanceId) => Uri.EscapeDataString(instanceId).Replace('%', '^');

    public static string InstanceId(string partition) => Uri.UnescapeDataString(partition.Replace('^', '%'));

    /// <summary>The key of an instance's own row.</summary>
    public static string Instance(string partition) => "i-" + partition;

    public static bool IsInstance(string rowKey) => rowKey.StartsWith("i-", StringComparison.Ordinal);

    public static string MessageOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{Message}{number:D19}");

    public static long NumberOf(string messageKey) => long.Parse(messageKey.AsSpan(Message.Length), CultureInfo.InvariantCulture);
}
