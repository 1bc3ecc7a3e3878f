using System.Reflection;

namespace Dfm.Functions.Security;

/// <summary>The audience of each function, read once from the functions' methods.</summary>
public sealed class AudienceRules
{
    private readonly Dictionary<string, AudienceAttribute> byEntryPoint;

    private AudienceRules(Dictionary<string, AudienceAttribute> byEntryPoint) => this.byEntryPoint = byEntryPoint;

    /// <summary>The scopes that staff functions ask for, sorted.</summary>
    public IReadOnlyList<string> Scopes =>
        [.. byEntryPoint.Values.Select(rule => rule.Scope).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The rules of all functions in <paramref name="assembly"/>.</summary>
    /// <exception cref="InvalidOperationException">A function declares no audience, or one that does not match its trigger.</exception>
    public static AudienceRules Of(Assembly assembly) => Of(FunctionsOf(assembly));

    public static AudienceRules Of(IEnumerable<MethodInfo> functions)
    {
        var rules = new Dictionary<string, AudienceAttribute>(StringComparer.Ordinal);
        var faults = new List<string>();
        foreach (var function in functions)
        {
            var entryPoint = $"{function.DeclaringType!.FullName}.{function.Name}";
            var audience = function.GetCustomAttribute<AudienceAttribute>();
            if (Fault(audience, IsHttp(function)) is { } fault) faults.Add($"{entryPoint}: {fault}");
            else rules.Add(entryPoint, audience!);
        }

        return faults.Count == 0 ? new AudienceRules(rules) : throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
    }

    /// <summary>The methods with <c>[Function]</c>; the worker calls public ones only.</summary>
    public static IEnumerable<MethodInfo> FunctionsOf(Assembly assembly) =>
        assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(FunctionAttribute)));

    /// <exception cref="InvalidOperationException">The function is not in the assembly.</exception>
    public AudienceAttribute For(FunctionDefinition function) =>
        byEntryPoint.GetValueOrDefault(function.EntryPoint)
        ?? throw new InvalidOperationException($"{function.Name} ({function.EntryPoint}) declares no audience.");

    private static string? Fault(AudienceAttribute? audience, bool isHttp) => audience switch
    {
        null => "declares no audience.",
        { Audience: Audience.Platform } when isHttp => "can be called by HTTP, but its audience is the platform.",
        { Audience: not Audience.Platform } when !isHttp => "is not called by HTTP: its audience must be the platform.",
        { Audience: Audience.Staff, Scope: null or "" } => "is for staff and names no scope.",
        { Right: not null, Audience: not Audience.Customer } => "asks for a right that only customers' people have.",
        { AcceptsTicket: true, Audience: not Audience.Customer } => "accepts a customer's ticket, and is for others.",
        _ => null,
    };

    private static bool IsHttp(MethodInfo function) =>
        function.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute)));
}
