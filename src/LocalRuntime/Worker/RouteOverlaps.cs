using Microsoft.AspNetCore.Routing.Patterns;

namespace Dfm.LocalRuntime.Worker;

/// <summary>
/// Routes of which a request could match two. Azure asks the functions in the alphabetical order of their names, and ASP.NET Core takes
/// the more specific route: only where both come to the same, the answer is certain.
/// </summary>
/// <remarks>Every pair is looked at, at every start: plain loops, and what mostly differs first.</remarks>
internal static class RouteOverlaps
{
    /// <summary>Adds a sentence to <paramref name="problems"/> for every two functions of which it is not certain.</summary>
    public static void Check(IReadOnlyList<Function> functions, List<string> problems)
    {
        for (var i = 0; i < functions.Count; i++)
        {
            for (var j = i + 1; j < functions.Count; j++)
            {
                if (functions[i].Route is { } one && functions[j].Route is { } other && Overlap(one, other))
                    CheckOrder(one, other, problems);
            }
        }
    }

    private static void CheckOrder(HttpRoute one, HttpRoute other, List<string> problems)
    {
        var isFirst = string.Compare(one.Function, other.Function, StringComparison.OrdinalIgnoreCase) < 0;
        var (first, second) = isFirst ? (one, other) : (other, one);
        if (first.Pattern.InboundPrecedence >= second.Pattern.InboundPrecedence)
            problems.Add(
                $"Functions '{first.Function}' and '{second.Function}' take the same requests: Azure would take the first by name, not the"
                + " more specific route. Constrain the one's parameters or rename it.");
    }

    private static bool Overlap(HttpRoute one, HttpRoute other)
    {
        var longest = Math.Max(one.Pattern.PathSegments.Count, other.Pattern.PathSegments.Count);
        for (var i = 0; i < longest; i++)
        {
            if (Part(one.Pattern, i) is RoutePatternParameterPart { IsCatchAll: true }
                || Part(other.Pattern, i) is RoutePatternParameterPart { IsCatchAll: true })
                break;
            if (!CanMatchTheSame(one.Pattern, other.Pattern, i))
                return false;
        }

        return one.Methods.Count == 0 || other.Methods.Count == 0 || one.Methods.Intersect(other.Methods).Any();
    }

    /// <summary>Whether a request can have a segment here, or its end, that suits both.</summary>
    private static bool CanMatchTheSame(RoutePattern one, RoutePattern other, int i)
    {
        if (i >= one.PathSegments.Count || i >= other.PathSegments.Count)
            return CanEndBefore(one, i) && CanEndBefore(other, i);
        return (Part(one, i), Part(other, i)) switch
        {
            (RoutePatternLiteralPart literal, RoutePatternLiteralPart same) =>
                literal.Content.Equals(same.Content, StringComparison.OrdinalIgnoreCase),
            (RoutePatternLiteralPart literal, RoutePatternParameterPart parameter) => HttpRoute.Accepts(parameter, literal.Content),
            (RoutePatternParameterPart parameter, RoutePatternLiteralPart literal) => HttpRoute.Accepts(parameter, literal.Content),
            // Constraints that differ are taken for constraints that exclude each other: a number or a name, for example.
            (RoutePatternParameterPart { ParameterPolicies: { Count: > 0 } policies },
                RoutePatternParameterPart { ParameterPolicies: { Count: > 0 } others }) =>
                policies.Select(policy => policy.Content).SequenceEqual(others.Select(policy => policy.Content)),
            _ => true,
        };
    }

    private static bool CanEndBefore(RoutePattern pattern, int i) =>
        i >= pattern.PathSegments.Count
        || Part(pattern, i) is RoutePatternParameterPart parameter && (parameter.IsOptional || parameter.Default is not null);

    /// <summary>What the segment consists of; null when there is none, or it has several parts, as <c>{name}.pdf</c>.</summary>
    private static RoutePatternPart? Part(RoutePattern pattern, int i) =>
        i < pattern.PathSegments.Count && pattern.PathSegments[i].IsSimple ? pattern.PathSegments[i].Parts[0] : null;
}
