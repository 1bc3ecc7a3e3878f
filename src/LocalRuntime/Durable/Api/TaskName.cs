namespace Microsoft.DurableTask;

/// <summary>The name of an orchestrator or an activity; case does not matter.</summary>
/// <param name="name">The name; null gives the default value.</param>
public readonly struct TaskName(string name) : IEquatable<TaskName>
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

#pragma warning disable CA2225 // The alternates are the constructor and Name, as officially.
    /// <summary>The name of a task name.</summary>
    /// <param name="value">The task name.</param>
    public static implicit operator string(TaskName value) => value.Name;

    /// <summary>The task name of a name.</summary>
    /// <param name="value">The name.</param>
    public static implicit operator TaskName(string value) => string.IsNullOrEmpty(value) ? default : new(value);
#pragma warning restore CA2225

    /// <summary>Whether two names are the same.</summary>
    /// <param name="a">One name.</param>
    /// <param name="b">The other.</param>
    public static bool operator ==(TaskName a, TaskName b) => a.Equals(b);

    /// <summary>Whether two names differ.</summary>
    /// <param name="a">One name.</param>
    /// <param name="b">The other.</param>
    public static bool operator !=(TaskName a, TaskName b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskName other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
