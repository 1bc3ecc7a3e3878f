using System.Reflection;
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

    /// <summary>All functions, ready to run.</summary>
    /// <exception cref="InvalidOperationException">With one sentence for each function that cannot be run.</exception>
    public static IReadOnlyList<Function> Discover(IConfiguration configuration)
    {
        var problems = new List<string>();
        var functions = new Dictionary<string, Function>(StringComparer.OrdinalIgnoreCase);
        foreach (var method in Methods(configuration[Setting]))
        {
            var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
            if (Describe(name, method, problems) is not { } descriptor)
                continue;
            var binders = ParameterBinding.For(descriptor, problems);
            if (!functions.TryAdd(name, new Function(descriptor, binders)))
                problems.Add($"Two functions are named '{name}'.");
        }

        return problems.Count == 0
            ? [.. functions.Values]
            : throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
    }

    private static IEnumerable<MethodInfo> Methods(string? setting) =>
        from type in Types(setting)
        // What the compiler made (iterators, closures) has no functions, and there is more of it than of anything else.
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

    private static FunctionDescriptor? Describe(string name, MethodInfo method, List<string> problems)
    {
        var place = $"{method.DeclaringType!.FullName}.{method.Name}";
        if (!method.IsPublic || !method.DeclaringType.IsVisible || method.ContainsGenericParameters)
        {
            problems.Add($"Function '{name}' ({place}) is not a public method without type parameters of a public class.");
            return null;
        }

        var triggers = method.GetParameters().Where(p => p.IsDefined(typeof(TriggerBindingAttribute))).ToList();
        if (triggers.Count == 1)
            return new FunctionDescriptor(name, method, triggers[0], triggers[0].GetCustomAttribute<TriggerBindingAttribute>()!);
        problems.Add($"Function '{name}' ({place}) has {triggers.Count} triggers; one is needed.");
        return null;
    }
}
