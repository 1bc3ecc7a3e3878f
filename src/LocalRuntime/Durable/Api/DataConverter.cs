namespace Microsoft.DurableTask;

/// <summary>Turns inputs, outputs and payloads into the text that is stored, and back.</summary>
public abstract class DataConverter
{
    /// <summary>The text of a value; null for null.</summary>
    /// <param name="value">The value.</param>
    public abstract string? Serialize(object? value);

    /// <summary>The value of a text; null for null.</summary>
    /// <param name="data">The text.</param>
    /// <param name="targetType">The value's type.</param>
    public abstract object? Deserialize(string? data, Type targetType);

    /// <summary>The value of a text; the default for null.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="data">The text.</param>
    public virtual T? Deserialize<T>(string? data) => (T?)(Deserialize(data, typeof(T)) ?? default(T));
}
