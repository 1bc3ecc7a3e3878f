namespace Microsoft.Azure.Functions.Worker;

/// <summary>One parameter of a function's method.</summary>
public class FunctionParameter
{
    /// <summary>A parameter without a default value.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    public FunctionParameter(string name, Type type)
        : this(name, type, hasDefaultValue: false, defaultValue: null)
    {
    }

    /// <summary>A parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="hasDefaultValue">Whether the method declares a default value.</param>
    /// <param name="defaultValue">That value.</param>
    public FunctionParameter(string name, Type type, bool hasDefaultValue, object? defaultValue) =>
        (Name, Type, HasDefaultValue, DefaultValue) = (name, type, hasDefaultValue, defaultValue);

    /// <summary>The declared default value.</summary>
    public object? DefaultValue { get; }

    /// <summary>Whether the method declares one.</summary>
    public bool HasDefaultValue { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its type.</summary>
    public Type Type { get; }
}
