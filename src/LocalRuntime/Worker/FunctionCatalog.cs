using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Configuration;

namespace Dfm.LocalRuntime.Worker;

/// <summary>Finds the application's functions and refuses what the runtime does not honour.</summary>
internal static class FunctionCatalog
{
    /// <summary>Names assemblies (<c>Name</c> or <c>Name:Namespace.Prefix</c>, separated by semicolons) in place of the entry
    /// assembly.</summary>
    public const string Setting = "LocalRuntime:Functions";

    /// <summary>All functions that are not switched off, ready to run.</summary>
    /// <param name="configuration">The application's settings.</param>
    /// <param name="host">The application's host.json.</param>
    /// <param name="problems">Gets a sentence for everything that is not honoured.</param>
    public static IReadOnlyList<Function> Discover(IConfiguration configuration, HostJson host, List<string> problems)
    {
        var functions = new Dictionary<string, Function>(StringComparer.OrdinalIgnoreCase);
        foreach (var method in Methods(configuration[Setting]))
        {
            if (Describe(method, problems) is not { } descriptor)
                continue;
            var route = HttpRoute.Of(descriptor, host.RoutePrefix, problems);
            var binders = ParameterBinding.For(descriptor, route, problems);
            if (!functions.TryAdd(descriptor.Name, new Function(descriptor, route, binders)))
                problems.Add($"Two functions are named '{descriptor.Name}'.");
        }

        var enabled = functions.Values.Where(function => !Settings.IsDisabled(configuration, function.Descriptor.Name)).ToList();
        RouteOverlaps.Check(enabled, problems);
        CheckDurableNames(enabled, problems);
        TriggerSettings.Check(enabled, configuration, problems);
        return enabled;
    }

    // What the compiler made (iterators, closures) has no functions, and there is more of it than of anything else: it is passed over.
    private static IEnumerable<MethodInfo> Methods(string? setting) =>
        from type in Types(setting)
        where !type.Name.StartsWith('<')
        from method in type.GetMethods(
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where method.IsDefined(typeof(FunctionAttribute), inherit: false)
        select method;

    private static IEnumerable<Type> Types(string? setting)
    {
        if (string.IsNullOrWhiteSpace(setting))
            return Assembly.GetEntryAssembly()?.GetTypes() ?? [];
        return setting.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(entry =>
        {
            var parts = entry.Split(':', 2);
            var types = Assembly.Load(parts[0]).GetTypes();
            return parts.Length == 1 ? types : types.Where(type => IsBelow(type, parts[1]));
        });
    }

    /// <summary>True for the named type itself, types nested in it, and what lies in a namespace of that name or below it.</summary>
    private static bool IsBelow(Type type, string prefix) =>
        type.FullName is { } name && name.StartsWith(prefix, StringComparison.Ordinal)
        && (name.Length == prefix.Length || name[prefix.Length] is '.' or '+');

    private static FunctionDescriptor? Describe(MethodInfo method, List<string> problems)
    {
        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        var triggers = method.GetParameters().Where(parameter => parameter.IsDefined(typeof(TriggerBindingAttribute))).ToList();
        var problem = ProblemOf(name, method, triggers.Count);
        if (problem is not null)
            problems.Add($"Function '{name}' ({method.DeclaringType!.FullName}.{method.Name}) {problem}.");
        return triggers.Count == 1
            ? new FunctionDescriptor(name, method, triggers[0], triggers[0].GetCustomAttribute<TriggerBindingAttribute>()!)
            : null;
    }

    /// <summary>What makes a method no function, whatever triggers it.</summary>
    private static string? ProblemOf(string name, MethodInfo method, int triggers)
    {
        var type = method.DeclaringType!;
        if (!IsName(name))
            return "has no valid name: a letter, then letters, digits, '_' and '-', at most 127 characters, and not 'host'";
        if (!method.IsPublic || !type.IsVisible || method.ContainsGenericParameters)
            return "is not a public method without type parameters of a public class";
        if (!method.IsStatic && type.IsAbstract)
            return "is an instance method of an abstract class";
        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
            return "is 'async void': nobody could await it; return a Task";
        if (method.GetParameters().FirstOrDefault(parameter => parameter.ParameterType.IsByRef) is { } reference)
            return $"takes '{reference.Name}' by reference";
        if (method.IsDefined(typeof(BindingAttribute)))
            return "has an output binding; there are none";
        return triggers == 1 ? null : $"has {triggers} triggers; one is needed";
    }

    /// <summary>The triggers of orchestrators and activities may give them other names than the functions have.</summary>
    private static void CheckDurableNames(IEnumerable<Function> functions, List<string> problems)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var function in functions)
        {
            var name = function.Descriptor.Trigger switch
            {
                OrchestrationTriggerAttribute trigger => $"orchestrators are named '{trigger.Orchestration ?? function.Descriptor.Name}'",
                ActivityTriggerAttribute trigger => $"activities are named '{trigger.Activity ?? function.Descriptor.Name}'",
                _ => null,
            };
            if (name is not null && !seen.Add(name))
                problems.Add($"Two {name}.");
        }
    }

    // By hand: the first regular expression of a process costs it milliseconds.
    private static bool IsName(string name)
    {
        if (name.Length is 0 or > 127 || !char.IsAsciiLetter(name[0]) || name.Equals("host", StringComparison.OrdinalIgnoreCase))
            return false;
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-'))
                return false;
        }

        return true;
    }
}
