using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dfm.Core.Privacy;

/// <summary>Texts that may be JSON documents.</summary>
internal static class JsonTexts
{
    /// <summary>The object or the list that a text holds; false for any other text, which may well begin with a bracket.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out JsonNode? document)
    {
        document = null;
        if (text.Length == 0 || text[0] is not ('{' or '[')) return false;
        try
        {
            document = JsonNode.Parse(text);
            return document is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The text of a field, whose name may be in any case; null where there is none.</summary>
    public static string? Text(this JsonObject fields, string name) =>
        fields.FirstOrDefault(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is JsonValue value
        && value.TryGetValue(out string? text) ? text : null;
}
