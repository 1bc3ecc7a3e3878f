using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Dfm.LocalRuntime.Worker;

/// <summary>Where an HTTP function is found.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Pattern">The route with host.json's prefix.</param>
/// <param name="Methods">The HTTP methods in upper case; none for all.</param>
internal sealed record HttpRoute(string Function, RoutePattern Pattern, IReadOnlyList<string> Methods)
{
    // Azure's own, then the runtime's own: the pages, and what SendGrid's client calls.
    private static readonly string[] Reserved = ["admin", "runtime", "local", "v3"];

    private static readonly Lazy<DefaultInlineConstraintResolver> Constraints = new(() =>
    {
        var options = new RouteOptions();
        options.SetParameterPolicy<RegexInlineRouteConstraint>("regex");
        return new DefaultInlineConstraintResolver(Options.Create(options), new NoServices());
    });

    /// <summary>The route of an HTTP function; null for other triggers, and with a sentence in <paramref name="problems"/> for a route
    /// that is none.</summary>
    public static HttpRoute? Of(FunctionDescriptor function, string prefix, List<string> problems)
    {
        if (function.Trigger is not HttpTriggerAttribute trigger)
            return null;
        var route = trigger.Route ?? function.Name;
        try
        {
            var pattern = RoutePatternFactory.Parse(prefix.Length == 0 ? route : $"{prefix}/{route}");
            if (ProblemOf(route, pattern) is { } problem)
                problems.Add($"Function '{function.Name}': the route '{route}' {problem}.");
            if (trigger.Methods?.Any(string.IsNullOrWhiteSpace) == true)
                problems.Add($"Function '{function.Name}': one of its HTTP methods is empty.");
            return new HttpRoute(function.Name, pattern, [.. (trigger.Methods ?? []).Select(method => method.ToUpperInvariant())]);
        }
        catch (RoutePatternException invalid)
        {
            problems.Add($"Function '{function.Name}': the route '{route}' is not valid: {invalid.Message}");
            return null;
        }
    }

    /// <summary>
    /// Refuses routes of which a request could match two. Azure asks the functions in the alphabetical order of their names, and ASP.NET Core
    /// takes the more specific route: only where both come to the same, the answer is certain.
    /// </summary>
    public static void CheckTogether(IEnumerable<Function> functions, List<string> problems)
    {
        var routes = functions.Select(function => function.Route).OfType<HttpRoute>()
            .OrderBy(route => route.Function, StringComparer.OrdinalIgnoreCase).ToList();
        for (var i = 0; i < routes.Count; i++)
        {
            foreach (var later in routes.Skip(i + 1).Where(routes[i].Overlaps))
            {
                if (routes[i].Pattern.InboundPrecedence >= later.Pattern.InboundPrecedence)
                    problems.Add(
                        $"Functions '{routes[i].Function}' and '{later.Function}' take the same requests: Azure would take the first by name,"
                        + " not the more specific route. Constrain the one's parameters or rename it.");
            }
        }
    }

    private static string? ProblemOf(string route, RoutePattern pattern)
    {
        if (route.Length == 0 || route.StartsWith('/') || route.EndsWith('/'))
            return "is empty or begins or ends with a slash, which Azure does not take";
        if (route.StartsWith("admin", StringComparison.OrdinalIgnoreCase))
            return "begins with 'admin', which Azure keeps for itself";
        if (Literal(pattern, 0) is { } first && Reserved.Contains(first, StringComparer.OrdinalIgnoreCase))
            return $"lies below '{first}', which is reserved";
        return pattern.ParameterPolicies.Values.SelectMany(policies => policies)
            .Select(policy => ProblemOf(policy.Content!)).FirstOrDefault(problem => problem is not null);
    }

    private static string? ProblemOf(string constraint)
    {
        try
        {
            return Constraints.Value.ResolveConstraint(constraint) is null ? $"has an unknown constraint '{constraint}'" : null;
        }
        catch (Exception invalid) when (invalid is RouteCreationException or ArgumentException or FormatException)
        {
            return $"has an invalid constraint '{constraint}': {invalid.Message.TrimEnd('.')}";
        }
    }

    private bool Overlaps(HttpRoute other)
    {
        if (Methods.Count > 0 && other.Methods.Count > 0 && !Methods.Intersect(other.Methods).Any())
            return false;
        var longest = Math.Max(Pattern.PathSegments.Count, other.Pattern.PathSegments.Count);
        for (var i = 0; i < longest; i++)
        {
            if (IsCatchAll(Pattern, i) || IsCatchAll(other.Pattern, i))
                return true;
            if (!CanMatchTheSame(Pattern, other.Pattern, i))
                return false;
        }

        return true;
    }

    /// <summary>Whether a request can have a segment here, or its end, that suits both.</summary>
    private static bool CanMatchTheSame(RoutePattern one, RoutePattern other, int i)
    {
        if (i >= one.PathSegments.Count || i >= other.PathSegments.Count)
            return IsOptional(one, i) && IsOptional(other, i);
        if (Literal(one, i) is { } literal)
            return Literal(other, i) is { } same ? same.Equals(literal, StringComparison.OrdinalIgnoreCase) : Accepts(other, i, literal);
        if (Literal(other, i) is { } otherLiteral)
            return Accepts(one, i, otherLiteral);
        // Constraints that differ are taken for constraints that exclude each other: a number or a name, for example.
        var constraints = ConstraintsOf(one, i);
        var others = ConstraintsOf(other, i);
        return constraints.Count == 0 || others.Count == 0 || constraints.SequenceEqual(others);
    }

    private static string? Literal(RoutePattern pattern, int i) =>
        i < pattern.PathSegments.Count && pattern.PathSegments[i] is { IsSimple: true } segment
            && segment.Parts[0] is RoutePatternLiteralPart literal
            ? literal.Content
            : null;

    private static RoutePatternParameterPart? Parameter(RoutePattern pattern, int i) =>
        i < pattern.PathSegments.Count && pattern.PathSegments[i] is { IsSimple: true } segment
            ? segment.Parts[0] as RoutePatternParameterPart
            : null;

    private static bool IsCatchAll(RoutePattern pattern, int i) => Parameter(pattern, i) is { IsCatchAll: true };

    private static bool IsOptional(RoutePattern pattern, int i) =>
        i >= pattern.PathSegments.Count || Parameter(pattern, i) is { } parameter && (parameter.IsOptional || parameter.Default is not null);

    private static List<string> ConstraintsOf(RoutePattern pattern, int i) =>
        Parameter(pattern, i) is { } parameter ? [.. parameter.ParameterPolicies.Select(policy => policy.Content!)] : [];

    private static bool Accepts(RoutePattern pattern, int i, string value) =>
        Parameter(pattern, i) is not { } parameter
        || parameter.ParameterPolicies.All(policy => Constraints.Value.ResolveConstraint(policy.Content!) is not { } constraint
            || constraint.Match(null, null, parameter.Name, new RouteValueDictionary { [parameter.Name] = value }, RouteDirection.IncomingRequest));

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
