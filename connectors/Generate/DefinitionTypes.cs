using System.Text.Json.Nodes;

namespace Dfm.Connectors;

/// <summary>The operations and types of the contract, as OpenAPI 2.0 has them, and what the connector needs of the types.</summary>
internal sealed class DefinitionTypes(JsonObject whole)
{
    private const string Definitions = "#/definitions/";

    /// <summary>An operation of the contract by its id: route, method, and itself.</summary>
    public (string Route, string Method, JsonObject Operation) Operation(string id) =>
        (from path in whole["paths"]!.AsObject()
         from operation in path.Value!.AsObject()
         where operation.Value is JsonObject one && (string?)one["operationId"] == id
         select (path.Key, operation.Key, operation.Value!.AsObject())).Single();

    /// <summary>A copy of a node, or of what it refers to.</summary>
    public JsonObject Resolve(JsonObject node) => ((string?)node["$ref"] is { } reference ? Find(reference) : node).DeepClone().AsObject();

    /// <summary>Puts a simple type in the place of a reference to it: beside a reference nothing else may stand.</summary>
    public void Inline(JsonObject node)
    {
        if ((string?)node["$ref"] is not { } reference || Find(reference) is not { } type || (string?)type["type"] is "object" or "array" or null)
            return;
        node.Remove("$ref");
        foreach (var (key, value) in type.Where(one => !node.ContainsKey(one.Key))) node[key] = value?.DeepClone();
    }

    /// <summary>Titles and sentences for each field of a schema, in place.</summary>
    public void Shape(JsonObject schema)
    {
        Inline(schema);
        // The contract's « null » in a list of values: OpenAPI 2.0 says it by x-nullable.
        if (schema["enum"] is JsonArray values) RemoveNulls(values);
        foreach (var (name, node) in schema["properties"]?.AsObject() ?? [])
        {
            var field = node!.AsObject();
            Shape(field);
            if (field.ContainsKey("$ref")) continue;
            field["x-ms-summary"] = Words.Title(name);
            if ((string?)field["description"] is { } description) field["description"] = Words.Sentence(description);
        }

        if (schema["items"] is JsonObject items) Shape(items);
        if (schema["additionalProperties"] is JsonObject others) Shape(others);
        foreach (var part in schema["allOf"]?.AsArray() ?? []) Shape(part!.AsObject());
    }

    /// <summary>The types that the paths refer to, and those that these refer to.</summary>
    public JsonObject Used(JsonObject paths)
    {
        var used = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        Collect(paths, used);
        return new JsonObject(used.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));
    }

    private void Collect(JsonNode? node, SortedDictionary<string, JsonObject> used)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Collect(item, used);
        }
        else if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields)
            {
                if (name == "$ref") CollectType(((string)value!)[Definitions.Length..], used);
                else Collect(value, used);
            }
        }
    }

    private void CollectType(string name, SortedDictionary<string, JsonObject> used)
    {
        if (used.ContainsKey(name)) return;
        used[name] = Find(Definitions + name).DeepClone().AsObject();
        Shape(used[name]);
        Collect(used[name], used);
    }

    private JsonObject Find(string reference) =>
        reference[2..].Split('/').Aggregate((JsonNode)whole, (node, name) => node[name]!).AsObject();

    private static void RemoveNulls(JsonArray values)
    {
        for (var n = values.Count - 1; n >= 0; n--)
            if (values[n] is null) values.RemoveAt(n);
    }
}
