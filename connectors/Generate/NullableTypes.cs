using System.Text.Json.Nodes;

namespace Dfm.Connectors;

/// <summary>
/// What may be null, as OpenAPI 2.0 can say it: the contract's « one of a type or null » becomes the type with <c>x-nullable</c>, which the
/// conversion to 2.0 would lose.
/// </summary>
internal static class NullableTypes
{
    public static void Rewrite(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Rewrite(item);
        }
        else if (node is JsonObject fields)
        {
            if (fields["oneOf"] is JsonArray choices && OfNullOr(choices) is { } type) Replace(fields, type);
            foreach (var (_, value) in fields.ToList()) Rewrite(value);
        }
    }

    /// <summary>The other one of two choices, of which one is null; null for other choices.</summary>
    private static JsonObject? OfNullOr(JsonArray choices)
    {
        var types = choices.Select(choice => choice!.AsObject()).ToLookup(IsNull);
        return types[true].Count() == 1 && types[false].Count() == 1 ? types[false].Single() : null;
    }

    private static bool IsNull(JsonObject choice) => choice["type"] is JsonValue type && (string?)type == "null";

    private static void Replace(JsonObject fields, JsonObject type)
    {
        fields.Remove("oneOf");
        if (type.ContainsKey("$ref")) fields["allOf"] = new JsonArray(type.DeepClone());
        else foreach (var (name, value) in type) fields[name] = value?.DeepClone();
        fields["x-nullable"] = true;
    }
}
