using Microsoft.AspNetCore.Routing.Patterns;

namespace Dfm.LocalRuntime.Worker;

/// <summary>
/// Routes of which a request could match two. Azure asks the functions in the alphabetical order of their names, and ASP.NET Core takes
/// the more specific route: only where both come to the same, the answer is certain.
/// </summary>
internal static class RouteOverlaps
{
    /// <summary>Adds a sentence to <paramref name="problems"/> for every two functions of which it is not certain.</summary>
    public static void Check(IEnumerable<Function> functions, List<string> problems)
    {
        var routes = functions.Select(function => function.Route).OfType<HttpRoute>()
            .OrderBy(route => route.Function, StringComparer.OrdinalIgnoreCase).ToList();
        for (var i = 0; i < routes.Count; i++)
        {
            var first = routes[i];
            var unsure = routes.Skip(i + 1)
                .Where(later => first.Pattern.InboundPrecedence >= later.Pattern.InboundPrecedence && Overlap(first, later));
            problems.AddRange(unsure.Select(later =>
                $"Functions '{first.Function}' and '{later.Function}' take the same requests: Azure would take the first by name, not the"
                + " more specific route. Constrain the one's parameters or rename it."));
        }
    }

    private static bool Overlap(HttpRoute one, HttpRoute other)
    {
        if (one.Methods.Count > 0 && other.Methods.Count > 0 && !one.Methods.Intersect(other.Methods).Any())
            return false;
        var longest = Math.Max(one.Pattern.PathSegments.Count, other.Pattern.PathSegments.Count);
        for (var i = 0; i < longest; i++)
        {
            if (Parameter(one.Pattern, i) is { IsCatchAll: true } || Parameter(other.Pattern, i) is { IsCatchAll: true })
                return true;
            if (!CanMatchTheSame(one.Pattern, other.Pattern, i))
                return false;
        }

        return true;
    }

    /// <summary>Whether a request can have a segment here, or its end, that suits both.</summary>
    private static bool CanMatchTheSame(RoutePattern one, RoutePattern other, int i)
    {
        if (i >= one.PathSegments.Count || i >= other.PathSegments.Count)
            return CanEndBefore(one, i) && CanEndBefore(other, i);
        return (Literal(one, i), Literal(other, i)) switch
        {
            ({ } literal, { } same) => literal.Equals(same, StringComparison.OrdinalIgnoreCase),
            ({ } literal, null) => Parameter(other, i) is not { } parameter || HttpRoute.Accepts(parameter, literal),
            (null, { } literal) => Parameter(one, i) is not { } parameter || HttpRoute.Accepts(parameter, literal),
            _ => Constraints(one, i) is var constraints && Constraints(other, i) is var others
                // Constraints that differ are taken for constraints that exclude each other: a number or a name, for example.
                && (constraints.Count == 0 || others.Count == 0 || constraints.SequenceEqual(others)),
        };
    }

    private static bool CanEndBefore(RoutePattern pattern, int i) =>
        i >= pattern.PathSegments.Count || Parameter(pattern, i) is { IsOptional: true } or { Default: not null };

    private static string? Literal(RoutePattern pattern, int i) => (Part(pattern, i) as RoutePatternLiteralPart)?.Content;

    private static RoutePatternParameterPart? Parameter(RoutePattern pattern, int i) => Part(pattern, i) as RoutePatternParameterPart;

    private static List<string> Constraints(RoutePattern pattern, int i) =>
        Parameter(pattern, i) is { } parameter ? [.. parameter.ParameterPolicies.Select(policy => policy.Content!)] : [];

    /// <summary>What the segment consists of; null when there is none, or it has several parts, as <c>{name}.pdf</c>.</summary>
    private static RoutePatternPart? Part(RoutePattern pattern, int i) =>
        i < pattern.PathSegments.Count && pattern.PathSegments[i].IsSimple ? pattern.PathSegments[i].Parts[0] : null;
}
