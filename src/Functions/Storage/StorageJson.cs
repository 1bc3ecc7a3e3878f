using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dfm.Functions.Storage;

/// <summary>How records are written into table columns and onto queues: compact, camelCase, no nulls, accents as they are.</summary>
internal static class StorageJson
{
    /// <summary>The settings. Changing them changes what is stored: old rows must stay readable.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
