using System.Text.Json.Nodes;

namespace Dfm.Connectors;

/// <summary>
/// What may be null, as OpenAPI 2.0 can say it: the contract's « one of a type or null » becomes the type itself, in place of a reference to it,
/// with <c>x-nullable</c>; the conversion to 2.0 would lose it.
/// </summary>
internal static class NullableTypes
{
    /// <summary>Rewrites a document in place.</summary>
    public static void Rewrite(JsonObject document) => Rewrite(document, document);

    private static void Rewrite(JsonNode? node, JsonObject document)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Rewrite(item, document);
        }
        else if (node is JsonObject fields)
        {
            if (fields["oneOf"] is JsonArray choices && OfNullOr(choices) is { } type) Replace(fields, Resolve(type, document));
            foreach (var (_, value) in fields.ToList()) Rewrite(value, document);
        }
    }

    /// <summary>The other one of two choices, of which one is null; null for other choices.</summary>
    private static JsonObject? OfNullOr(JsonArray choices)
    {
        var types = choices.Select(choice => choice!.AsObject()).ToLookup(IsNull);
        return types[true].Count() == 1 && types[false].Count() == 1 ? types[false].Single() : null;
    }

    private static bool IsNull(JsonObject choice) => choice["type"] is JsonValue type && (string?)type == "null";

    private static JsonObject Resolve(JsonObject type, JsonObject document) => (string?)type["$ref"] is { } reference
        ? reference[2..].Split('/').Aggregate((JsonNode)document, (node, name) => node[name]!).AsObject()
        : type;

    private static void Replace(JsonObject fields, JsonObject type)
    {
        fields.Remove("oneOf");
        foreach (var (name, value) in type.Where(one => !fields.ContainsKey(one.Key)).ToList()) fields[name] = value?.DeepClone();
        fields["x-nullable"] = true;
    }
}
