namespace Microsoft.DurableTask.Client;

/// <summary>What a purge has done.</summary>
/// <param name="count">How many instances are gone.</param>
/// <param name="isComplete">Whether all that matched are gone; null if unknown.</param>
public class PurgeResult(int count, bool? isComplete)
{
    /// <summary>Makes the result of a purge of which it is unknown whether all that matched are gone.</summary>
    /// <param name="count">How many instances are gone.</param>
    public PurgeResult(int count)
        : this(count, null)
    {
    }

    /// <summary>How many instances are gone.</summary>
    public int PurgedInstanceCount { get; } = count;

    /// <summary>Whether all that matched are gone; null if unknown.</summary>
    public bool? IsComplete { get; } = isComplete;
}
