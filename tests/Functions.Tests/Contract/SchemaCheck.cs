using System.Globalization;
using System.Text.Json;
using Microsoft.OpenApi;

namespace Dfm.Functions.Tests.Contract;

/// <summary>Tells how a JSON value differs from its schema, as far as the contract uses JSON Schema. Fields beyond the schema are faults.</summary>
internal static class SchemaCheck
{
    /// <summary>One sentence for each difference.</summary>
    public static IEnumerable<string> Faults(IOpenApiSchema schema, JsonElement value, string place)
    {
        if (schema.OneOf is { Count: > 0 } choices)
        {
            return choices.Any(choice => !Faults(choice, value, place).Any()) ? [] : [$"{place} fits none of its choices: {value}"];
        }

        var all = All(schema).ToArray();
        var types = all.Aggregate((JsonSchemaType?)null, (known, part) => known ?? part.Type);
        if (types is { } allowed && !allowed.HasFlag(TypeOf(value, allowed))) return [$"{place} is {value.ValueKind}, not {allowed}"];
        return value.ValueKind switch
        {
            JsonValueKind.Object => OfObject(all, value, place),
            JsonValueKind.Array => value.EnumerateArray().SelectMany((item, index) =>
                all.Where(part => part.Items is not null).SelectMany(part => Faults(part.Items!, item, $"{place}[{index}]"))),
            JsonValueKind.String => all.SelectMany(part => OfString(part, value.GetString()!, place)),
            _ => [],
        };
    }

    private static IEnumerable<IOpenApiSchema> All(IOpenApiSchema schema) => (schema.AllOf ?? []).SelectMany(All).Append(schema);

    private static IEnumerable<string> OfObject(IOpenApiSchema[] all, JsonElement value, string place)
    {
        var known = all.SelectMany(part => part.Properties ?? new Dictionary<string, IOpenApiSchema>()).ToLookup(one => one.Key, one => one.Value);
        var others = all.Select(part => part.AdditionalProperties).FirstOrDefault(part => part is not null);
        foreach (var missing in all.SelectMany(part => part.Required ?? new HashSet<string>()).Where(name => !value.TryGetProperty(name, out _)))
            yield return $"{place} has no {missing}";
        foreach (var field in value.EnumerateObject())
        {
            var schemas = known.Contains(field.Name) ? known[field.Name] : others is null ? [] : [others];
            if (!schemas.Any()) yield return $"{place}.{field.Name} is not in the contract";
            foreach (var fault in schemas.SelectMany(schema => Faults(schema, field.Value, $"{place}.{field.Name}"))) yield return fault;
        }
    }

    private static IEnumerable<string> OfString(IOpenApiSchema schema, string text, string place)
    {
        if (schema.Enum is { Count: > 0 } values && !values.Any(value => value?.GetValue<string>() == text))
            yield return $"{place} is « {text} », which is not in the contract";
        if (schema.Format == "date-time"
            && !(text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)))
            yield return $"{place} is « {text} », no instant in UTC";
    }

    private static JsonSchemaType TypeOf(JsonElement value, JsonSchemaType allowed) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonSchemaType.Object,
        JsonValueKind.Array => JsonSchemaType.Array,
        JsonValueKind.String => JsonSchemaType.String,
        JsonValueKind.True or JsonValueKind.False => JsonSchemaType.Boolean,
        JsonValueKind.Number when allowed.HasFlag(JsonSchemaType.Integer) && value.TryGetInt64(out _) => JsonSchemaType.Integer,
        JsonValueKind.Number => JsonSchemaType.Number,
        _ => JsonSchemaType.Null,
    };
}
