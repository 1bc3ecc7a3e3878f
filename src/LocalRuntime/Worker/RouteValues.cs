using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.LocalRuntime.Worker;

/// <summary>Parameters made of a route's values, by the conversions of the official worker: a number or a truth value is read as JSON, so
/// that <c>True</c> and <c>007</c> are none.</summary>
internal static class RouteValues
{
    private static readonly Dictionary<Type, Func<string, object>> Conversions = new()
    {
        [typeof(string)] = text => text,
        [typeof(Guid)] = text => Guid.Parse(text),
        [typeof(DateTime)] = text => DateTime.Parse(text, CultureInfo.InvariantCulture),
        [typeof(DateTimeOffset)] = text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture),
        [typeof(bool)] = Json<bool>,
        [typeof(byte)] = Json<byte>,
        [typeof(short)] = Json<short>,
        [typeof(int)] = Json<int>,
        [typeof(long)] = Json<long>,
        [typeof(float)] = Json<float>,
        [typeof(double)] = Json<double>,
        [typeof(decimal)] = Json<decimal>,
    };

    /// <summary>The types that a route value can be bound to, for people.</summary>
    public static string Types => string.Join(", ", Conversions.Keys.Select(type => type.Name));

    /// <summary>The binder of a parameter that the route names, null when there is none for its type.</summary>
    public static Func<Invocation, object?>? Binder(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType);
        var isOptional = type is not null || !parameter.ParameterType.IsValueType || parameter.HasDefaultValue;
        var missing = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        if (!Conversions.TryGetValue(type ?? parameter.ParameterType, out var convert))
            return null;
        return invocation => invocation.HttpContext!.Request.RouteValues[parameter.Name!] switch
        {
            string { Length: > 0 } text => Convert(parameter, text, convert),
            _ when isOptional => missing,
            _ => throw new FunctionInputConverterException(
                $"There is no value for '{parameter.Name}'. Give the parameter a default value or make it nullable."),
        };
    }

    private static object Convert(ParameterInfo parameter, string text, Func<string, object> convert)
    {
        try
        {
            return convert(text);
        }
        catch (Exception failure) when (failure is FormatException or JsonException)
        {
            throw new FunctionInputConverterException($"The value of '{parameter.Name}' is not a {parameter.ParameterType}.", failure);
        }
    }

    private static object Json<T>(string text) => JsonSerializer.Deserialize<T>(text)!;
}
