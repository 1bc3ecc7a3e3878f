using System.Globalization;

namespace Dfm.Benchmarks.Host;

/// <summary>Reads how much memory a process holds.</summary>
internal static class Resident
{
    /// <summary>Its resident memory in megabytes.</summary>
    public static double Megabytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
