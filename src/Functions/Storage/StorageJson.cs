using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dfm.Functions.Storage;

/// <summary>The JSON format of table columns and queue messages: compact, camelCase, no nulls, accents not escaped.</summary>
public static class StorageJson
{
    /// <summary>Changing these options changes the stored format: existing rows must stay readable.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
