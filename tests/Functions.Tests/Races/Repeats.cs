using System.Globalization;

namespace Dfm.Functions.Tests.Races;

/// <summary>How often a race is run. The environment's <c>RACES</c> says so in place of what is usual in the suite.</summary>
internal static class Repeats
{
    public static int Of(int usual) =>
        Environment.GetEnvironmentVariable("RACES") is { } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : usual;
}
