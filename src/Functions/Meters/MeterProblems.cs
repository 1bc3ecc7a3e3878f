namespace Dfm.Functions.Meters;

/// <summary>Refusals of whole requests about readings; a reading's own are <see cref="Core.Meters.ReadingRemarks"/>.</summary>
public static class MeterProblems
{
    /// <summary>Others wrote at the same time, at every try.</summary>
    public static Problem Busy { get; } = new(
        ProblemKind.Conflict, "readings-busy", "D'autres relevés de ces biens arrivent en même temps : recommencez dans un instant.");
}
