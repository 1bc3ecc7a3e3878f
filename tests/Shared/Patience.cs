namespace Dfm.Testing;

/// <summary>How long tests wait for what should come.</summary>
public static class Patience
{
    /// <summary>Long enough for a slow machine that is busy otherwise: what has not come by then never does.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);
}
