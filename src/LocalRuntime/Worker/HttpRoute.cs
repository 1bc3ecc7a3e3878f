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

    /// <summary>Whether a value may stand for the parameter.</summary>
    public static bool Accepts(RoutePatternParameterPart parameter, string value)
    {
        if (parameter.ParameterPolicies.Count == 0)
            return true;
        var values = new RouteValueDictionary { [parameter.Name] = value };
        return parameter.ParameterPolicies.All(policy => Constraints.Value.ResolveConstraint(policy.Content!) is not { } constraint
            || constraint.Match(null, null, parameter.Name, values, RouteDirection.IncomingRequest));
    }

    private static string? ProblemOf(string route, RoutePattern pattern)
    {
        if (route.Length == 0 || route.StartsWith('/') || route.EndsWith('/'))
            return "is empty or begins or ends with a slash, which Azure does not take";
        if (route.StartsWith("admin", StringComparison.OrdinalIgnoreCase))
            return "begins with 'admin', which Azure keeps for itself";
        if (pattern.PathSegments[0].Parts[0] is RoutePatternLiteralPart first
            && Reserved.Contains(first.Content, StringComparer.OrdinalIgnoreCase))
            return $"lies below '{first.Content}', which is reserved";
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

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
