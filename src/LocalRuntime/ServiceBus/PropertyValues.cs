using System.Globalization;
using System.Runtime.Serialization;

namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>Application properties keep their types on the way: each is written as its type's name and an invariant text.
/// As in AMQP, an instant arrives in UTC.</summary>
internal static class PropertyValues
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>One value as text.</summary>
    public sealed record Encoded(string Type, string Text);

    private static readonly Dictionary<string, Func<string, object>> Readers = new()
    {
        ["String"] = text => text,
        ["Boolean"] = text => bool.Parse(text),
        ["Byte"] = text => byte.Parse(text, Culture),
        ["SByte"] = text => sbyte.Parse(text, Culture),
        ["Char"] = text => char.Parse(text),
        ["Int16"] = text => short.Parse(text, Culture),
        ["UInt16"] = text => ushort.Parse(text, Culture),
        ["Int32"] = text => int.Parse(text, Culture),
        ["UInt32"] = text => uint.Parse(text, Culture),
        ["Int64"] = text => long.Parse(text, Culture),
        ["UInt64"] = text => ulong.Parse(text, Culture),
        ["Single"] = text => float.Parse(text, Culture),
        ["Double"] = text => double.Parse(text, Culture),
        ["Decimal"] = text => decimal.Parse(text, Culture),
        ["Uri"] = text => new Uri(text),
        ["Guid"] = text => Guid.Parse(text),
        ["DateTime"] = text => DateTime.Parse(text, Culture, DateTimeStyles.RoundtripKind),
        ["DateTimeOffset"] = text => DateTimeOffset.Parse(text, Culture, DateTimeStyles.RoundtripKind),
        ["TimeSpan"] = text => TimeSpan.Parse(text, Culture),
    };

    /// <summary>The properties as text; null for none.</summary>
    /// <exception cref="SerializationException">A value has a type that messages cannot carry.</exception>
    public static Dictionary<string, Encoded?>? Encode(IEnumerable<KeyValuePair<string, object>> properties)
    {
        var encoded = properties.ToDictionary(property => property.Key, property => Encode(property.Key, property.Value));
        return encoded.Count == 0 ? null : encoded;
    }

    /// <summary>The properties with their own types.</summary>
    public static IReadOnlyDictionary<string, object> Decode(IReadOnlyDictionary<string, Encoded?>? properties) =>
        properties?.ToDictionary(property => property.Key, property => Decode(property.Value)!) ?? [];

    private static object? Decode(Encoded? value) => value is null ? null : Readers[value.Type](value.Text);

    /// <summary>AMQP knows milliseconds in UTC.</summary>
    private static DateTime OnTheWire(DateTime time)
    {
        var utc = time.ToUniversalTime();
        return new DateTime(utc.Ticks - utc.Ticks % TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
    }

    private static Encoded? Encode(string name, object? value)
    {
        if (value is null)
            return null;
        var type = value.GetType().Name;
        if (!Readers.ContainsKey(type))
            throw new SerializationException($"The application property '{name}' is a {value.GetType()}, which messages cannot carry.");
        return new Encoded(type, value switch
        {
            DateTime time => OnTheWire(time).ToString("O", Culture),
            DateTimeOffset instant => instant.ToUniversalTime().ToString("O", Culture),
            Uri address => address.AbsoluteUri,
            float or double => ((IFormattable)value).ToString("R", Culture),
            _ => Convert.ToString(value, Culture)!,
        });
    }
}
