using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalRuntime.Worker;

/// <summary>Finds the services that a function's class asks for and the application does not have: at the start, not at the first
/// request.</summary>
internal static class ConstructorCheck
{
    /// <summary>Adds a sentence to <paramref name="problems"/> for every parameter of a constructor that nobody can provide.</summary>
    public static void Check(IEnumerable<Function> functions, IServiceProvider services, List<string> problems)
    {
        // Another container need not be able to tell.
        if (services.GetService<IServiceProviderIsService>() is not { } known)
            return;
        var seen = new HashSet<Type>();
        foreach (var function in functions)
        {
            var type = function.Descriptor.Method.DeclaringType!;
            // With several constructors, which one is taken depends on what there is.
            if (function.Descriptor.Method.IsStatic || !seen.Add(type) || type.GetConstructors() is not [var constructor])
                continue;
            problems.AddRange(constructor.GetParameters().Where(parameter => !IsThere(parameter, known)).Select(missing =>
                $"{type.FullName}: its constructor's parameter '{missing.Name}' needs a service {missing.ParameterType};"
                + " none is registered."));
        }
    }

    private static bool IsThere(ParameterInfo parameter, IServiceProviderIsService known) =>
        parameter.HasDefaultValue
        || known.IsService(parameter.ParameterType)
        || parameter.IsDefined(typeof(FromKeyedServicesAttribute))
        || parameter.IsDefined(typeof(ServiceKeyAttribute));
}
