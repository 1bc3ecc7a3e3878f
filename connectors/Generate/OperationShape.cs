using System.Text.Json.Nodes;

namespace Dfm.Connectors;

/// <summary>Brings an operation of the contract into the shape of a connector's.</summary>
internal sealed class OperationShape(ConnectorOperation operation, DefinitionTypes types)
{
    /// <summary>What the designer folds away: it has good defaults, or a flow hardly needs it.</summary>
    private static readonly string[] Advanced = ["Idempotency-Key", "If-Match", "cursor", "limit"];

    public JsonObject Of(JsonObject source)
    {
        var shaped = new JsonObject
        {
            ["operationId"] = operation.Id,
            ["summary"] = operation.Summary,
            ["description"] = operation.Description,
        };
        if (operation.IsInternal) shaped["x-ms-visibility"] = "internal";
        if (operation.Event is not null)
        {
            shaped["x-ms-trigger"] = "single";
            shaped["x-ms-trigger-hint"] = operation.Hint;
        }

        if (source["consumes"]?.AsArray() is { } consumes && consumes.Any(type => (string?)type == "multipart/form-data"))
            shaped["consumes"] = new JsonArray("multipart/form-data");
        shaped["parameters"] = new JsonArray([.. Parameters(source)]);
        shaped["responses"] = Responses(source);
        return shaped;
    }

    private IEnumerable<JsonNode> Parameters(JsonObject source)
    {
        foreach (var node in source["parameters"]?.AsArray() ?? [])
        {
            var parameter = types.Resolve(node!.AsObject());
            var (name, place) = ((string)parameter["name"]!, (string)parameter["in"]!);
            // The path of a trigger says which event it is for.
            if (operation.Event is not null && name is "type" or "Idempotency-Key") continue;
            if (place is "body")
            {
                yield return Body(parameter);
                continue;
            }

            parameter["x-ms-summary"] = Words.Title(name);
            parameter["description"] = Words.Sentence((string?)parameter["description"] ?? Words.Title(name));
            if (place is "path") parameter["x-ms-url-encoding"] = "single";
            // OpenAPI 3.1 says it by a media type, for which OpenAPI 2.0 has no word.
            if (place is "formData" && name is "file") parameter["type"] = "file";
            if (Advanced.Contains(name)) parameter["x-ms-visibility"] = "advanced";
            types.Inline(parameter);
            AddValues(parameter, name);
            yield return parameter;
        }
    }

    /// <summary>Its schema stands in the operation, since what its fields may be depends on that.</summary>
    private JsonObject Body(JsonObject parameter)
    {
        var schema = types.Resolve(parameter["schema"]!.AsObject());
        types.Shape(schema);
        Fields(schema);
        return new JsonObject { ["name"] = "body", ["in"] = "body", ["required"] = true, ["schema"] = schema };
    }

    private void Fields(JsonObject schema)
    {
        foreach (var (name, node) in schema["properties"]?.AsObject() ?? [])
        {
            var field = node!.AsObject();
            AddValues(field, name);
            if (operation.Event is not null && name is "url")
            {
                field["x-ms-notification-url"] = true;
                field["x-ms-visibility"] = "internal";
            }

            Fields(field);
            if (field["items"] is JsonObject items) Fields(items);
        }
    }

    private void AddValues(JsonObject place, string name)
    {
        if (!operation.Values.TryGetValue(name, out var values)) return;
        var dynamic = new JsonObject
        {
            ["operationId"] = values.Operation,
            ["value-collection"] = values.Collection,
            ["value-path"] = values.Value,
            ["value-title"] = values.Title,
        };
        if (values.Of.Length > 0)
        {
            dynamic["parameters"] = new JsonObject(
                values.Of.Select(of => KeyValuePair.Create(of, (JsonNode?)new JsonObject { ["parameter"] = of })));
        }

        // A list of its own takes the place of a fixed one.
        place.Remove("enum");
        place["x-ms-dynamic-values"] = dynamic;
    }

    /// <summary>The one response of success: certification wants no others to have a schema.</summary>
    private JsonObject Responses(JsonObject source)
    {
        var (status, node) = source["responses"]!.AsObject().Single(one => one.Key.StartsWith('2'));
        var response = types.Resolve(node!.AsObject());
        var shaped = new JsonObject { ["description"] = Words.Sentence((string)response["description"]!) };
        if (response["schema"] is { } schema) shaped["schema"] = schema.DeepClone();
        return new JsonObject { [status] = shaped };
    }
}
