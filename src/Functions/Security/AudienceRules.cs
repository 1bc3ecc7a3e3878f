using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Security;

/// <summary>Who may call which function: found once, by the functions' methods.</summary>
internal sealed class AudienceRules
{
    private readonly Dictionary<string, AudienceAttribute> byEntryPoint;

    private AudienceRules(Dictionary<string, AudienceAttribute> byEntryPoint) => this.byEntryPoint = byEntryPoint;

    /// <summary>The rules of all functions in <paramref name="assembly"/>.</summary>
    /// <exception cref="InvalidOperationException">A function declares no audience, or one that does not fit its trigger.</exception>
    public static AudienceRules Of(Assembly assembly) => Of(FunctionsOf(assembly));

    /// <inheritdoc cref="Of(Assembly)"/>
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

    /// <summary>The methods with <c>[Function]</c>: the worker calls public ones alone.</summary>
    public static IEnumerable<MethodInfo> FunctionsOf(Assembly assembly) =>
        assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(FunctionAttribute)));

    /// <summary>Who may call the function.</summary>
    /// <exception cref="InvalidOperationException">It is none of the assembly's functions: it does not run.</exception>
    public AudienceAttribute For(FunctionDefinition function) =>
        byEntryPoint.GetValueOrDefault(function.EntryPoint)
        ?? throw new InvalidOperationException($"{function.Name} ({function.EntryPoint}) declares no audience.");

    private static string? Fault(AudienceAttribute? audience, bool isHttp) => audience switch
    {
        null => "declares no audience.",
        { Audience: Audience.Platform } when isHttp => "can be called by HTTP, but its audience is the platform.",
        { Audience: not Audience.Platform } when !isHttp => "is not called by HTTP: its audience must be the platform.",
        { Audience: Audience.Staff, Scope: null or "" } => "is for staff and names no scope.",
        _ => null,
    };

    private static bool IsHttp(MethodInfo function) =>
        function.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute)));
}
