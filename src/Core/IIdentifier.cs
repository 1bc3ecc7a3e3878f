using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Dfm.Core;

/// <summary>An identifier with a validated format, safe in a storage key or a path.</summary>
public interface IIdentifier<TSelf> where TSelf : struct, IIdentifier<TSelf>
{
    /// <summary>The text, as users and the ERP write it.</summary>
    string Value { get; }

    /// <summary>Parses input of a user or of the ERP; false when the format is invalid.</summary>
    static abstract bool TryParse([NotNullWhen(true)] string? text, out TSelf id);
}

/// <summary>The format of the ERP's identifiers: 1 to 40 letters, digits, « - » or « _ ».</summary>
public static partial class IdentifierForm
{
    /// <summary>Whether <paramref name="text"/> has the format.</summary>
    public static bool Fits([NotNullWhen(true)] string? text) => text is not null && Form().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

/// <summary>Writes an identifier as a JSON string; refuses an invalid format when reading.</summary>
public sealed class IdentifierJsonConverter<T> : JsonConverter<T> where T : struct, IIdentifier<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.TryParse(reader.GetString(), out var id) ? id : throw new JsonException($"Not a {typeof(T).Name}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.Value);
    }
}
