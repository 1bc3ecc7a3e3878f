using System.Globalization;

namespace Dfm.Benchmarks;

/// <summary>One line of the result: what was measured, its floor, how they compare, and whether that is good enough.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Portal">The portal's numbers.</param>
/// <param name="Floor">The floor's, from the same run.</param>
/// <param name="Ratio">How they compare.</param>
/// <param name="Target">What is wanted.</param>
/// <param name="IsMet">Whether it is so.</param>
internal sealed record Figure(string Name, string Portal, string Floor, string Ratio, string Target, bool IsMet)
{
    /// <summary>The names of the columns.</summary>
    public static string Heading => Line("figure", "measured", "floor", "ratio", "target", "");

    /// <summary>A figure of two latencies: the portal's may be at most so many times the floor's.</summary>
    public static Figure AtMost(string name, Samples portal, Samples floor, double times)
    {
        var ratio = portal.P50 / floor.P50;
        return new Figure(name, portal.ToString(), floor.ToString(), Number(ratio), $"<= {Number(times)}", ratio <= times);
    }

    /// <summary>A number with two digits behind the point.</summary>
    public static string Number(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => Line(Name, Portal, Floor, Ratio, Target, IsMet ? "met" : "MISSED");

    private static string Line(string name, string portal, string floor, string ratio, string target, string verdict) =>
        $"{name,-14} {portal,-53} {floor,-51} {ratio,8}  {target,-8} {verdict}".TrimEnd();
}
