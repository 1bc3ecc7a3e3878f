using System.Globalization;
using System.Text;

namespace Dfm.LocalRuntime.Durable;

/// <summary>
/// Partition and row keys of the task hub's table. The row keys too name their instance: the emulator looks rows up by their row key first,
/// and would look through the rows of all instances if theirs were the same.
/// </summary>
internal static class InstanceKeys
{
    public const string Instance = "instance-";
    public const string History = "history-";
    public const string Inbox = "inbox-";
    public const string Input = "input-";
    public const string Output = "output-";

    /// <summary>Refuses an id that in Azure names an entity: an orchestration of that id would never run.</summary>
    public static void RefuseEntity(string? instanceId, string parameter)
    {
        if (instanceId is ['@', ..]) throw new ArgumentException("An instance's ID must not start with '@'.", parameter);
    }

    /// <summary>The partition of an instance: its id; what keys may not hold is written as <c>^</c> and four hexadecimal digits.</summary>
    public static string Partition(string instanceId)
    {
        if (!instanceId.Any(IsIllegal)) return instanceId;
        var key = new StringBuilder();
        foreach (var c in instanceId)
        {
            if (IsIllegal(c))
                key.Append('^').Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            else
                key.Append(c);
        }

        return key.ToString();
    }

    /// <summary>The instance id of a partition.</summary>
    public static string InstanceId(string partition)
    {
        if (!partition.Contains('^', StringComparison.Ordinal)) return partition;
        var id = new StringBuilder();
        for (var i = 0; i < partition.Length; i++)
        {
            if (partition[i] == '^')
            {
                id.Append((char)int.Parse(partition.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                id.Append(partition[i]);
            }
        }

        return id.ToString();
    }

    /// <summary>The key of an instance's own row.</summary>
    /// <param name="partition">The instance's partition.</param>
    public static string InstanceOf(string partition) => Instance + partition;

    /// <summary>What the keys of a run's turns begin with.</summary>
    public static string Turns(int generation) => string.Create(CultureInfo.InvariantCulture, $"{History}{generation:D6}-");

    public static string Turn(string partition, int generation, int turn) =>
        string.Create(CultureInfo.InvariantCulture, $"{Turns(generation)}{turn:D6}-{partition}");

    public static string InputOf(string partition, int generation) =>
        string.Create(CultureInfo.InvariantCulture, $"{Input}{generation:D6}-{partition}");

    public static string OutputOf(string partition, int generation) =>
        string.Create(CultureInfo.InvariantCulture, $"{Output}{generation:D6}-{partition}");

    /// <summary>Whether the row is an instance's own.</summary>
    public static bool IsInstance(string rowKey) => rowKey.StartsWith(Instance, StringComparison.Ordinal);

    public static string Message(long number, string suffix) =>
        string.Create(CultureInfo.InvariantCulture, $"{Inbox}{number:D19}-{suffix}");

    private static bool IsIllegal(char c) => c is '/' or '\\' or '#' or '?' or '^' or '%' or '\'' || char.IsControl(c);
}
