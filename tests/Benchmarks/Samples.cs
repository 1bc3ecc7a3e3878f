using System.Diagnostics;
using System.Globalization;

namespace Dfm.Benchmarks;

/// <summary>How long something took, again and again; in milliseconds. May be filled from many threads.</summary>
internal sealed class Samples
{
    private readonly List<double> all = [];

    /// <summary>The median.</summary>
    public double P50 => Percentile(0.50);

    /// <summary>95 of 100 took at most this.</summary>
    public double P95 => Percentile(0.95);

    /// <summary>Runs <paramref name="action"/> and notes how long it took.</summary>
    public async Task Take(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        lock (all) all.Add(took);
    }

    /// <summary>The longest.</summary>
    public double Max => Percentile(1);

    /// <summary>Adds one that was measured elsewhere, in milliseconds.</summary>
    public void Add(double took)
    {
        lock (all) all.Add(took);
    }

    /// <summary>Adds those of another series.</summary>
    public void Add(Samples others)
    {
        lock (all) all.AddRange(others.all);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"p50 {P50:0.0} ms, p95 {P95:0.0} ms (n={all.Count})");

    private double Percentile(double part)
    {
        lock (all)
        {
            var sorted = all.Order().ToArray();
            return sorted[(int)Math.Ceiling(part * sorted.Length) - 1];
        }
    }
}
