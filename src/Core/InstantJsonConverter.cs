using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dfm.Core;

/// <summary>Instants as ISO 8601 in UTC (<c>2026-03-05T08:00:00Z</c>). Input may have any offset, but must have one.</summary>
public sealed class InstantJsonConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && reader.TryGetDateTime(out var time) && time.Kind is not DateTimeKind.Unspecified
            ? new DateTimeOffset(time.ToUniversalTime())
            : throw new JsonException("Not an instant with an offset.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.UtcDateTime);
    }
}
