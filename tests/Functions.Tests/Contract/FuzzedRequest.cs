using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Dfm.Functions.Tests.Dits;
using Microsoft.OpenApi;

namespace Dfm.Functions.Tests.Contract;

/// <summary>
/// Random requests of an operation: about what the contract describes, with values that are known by the names of parameters and fields, and
/// everything beside it.
/// </summary>
internal sealed class FuzzedRequest(Random random, IReadOnlyDictionary<string, string[]> known)
{
    private static readonly string[] Junk =
    [
        "", " ", "0", "-1", "1e309", "999999999999999999999", "null", "true", "[]", "{}", "'", "\"", "';--", "' or 1 eq 1", "../../etc/passwd", "..%2f", "%",
        "%00", "a%0d%0ab: c", "\u202e", "é\u0301", "💥", "\ud800", "A\u0000B", "<script>", "${7*7}", "{{7*7}}", "2026-13-45", "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00+14:00", "#", "?", "/", "\\", "~all", "*", "NaN", "١٢٣", "İ", "ﬁ", "ß",
        new('a', 41), new('x', 5_000),
    ];

    /// <summary>Mostly whom the operation is for, sometimes another; callers are a Superviseur, a user, the staff, nobody.</summary>
    public int CallerOf(OpenApiOperation operation, int callers)
    {
        if (random.Next(10) == 0) return random.Next(callers);
        var audience = operation.Extensions!["x-audience"] is JsonNodeExtension { Node: var node } ? node.GetValue<string>() : "";
        return audience switch
        {
            "staff" => 2,
            "customer" => random.Next(2),
            "supervisor" => 0,
            _ => 3,
        };
    }

    public HttpRequestMessage Of(string path, HttpMethod method, OpenApiOperation operation)
    {
        var segments = path.Split('/').Select(segment => segment.StartsWith('{') ? Escaped(segment[1..^1]) : segment);
        var query = (operation.Parameters ?? []).Where(one => one.In is ParameterLocation.Query && random.Next(3) == 0)
            .Select(one => $"{one.Name}={Uri.EscapeDataString(Sane(Text(one.Schema, one.Name!)))}");
        var request = new HttpRequestMessage(method, $"/api{string.Join('/', segments)}?{string.Join('&', query)}");
        foreach (var header in (operation.Parameters ?? []).Where(one => one.In is ParameterLocation.Header && random.Next(3) == 0))
            request.Headers.TryAddWithoutValidation(header.Name!, new string([.. Sane(Any()).Where(letter => letter is >= ' ' and <= '~')]));
        if (operation.RequestBody?.Content is { Count: > 0 } bodies) request.Content = Body(bodies.ElementAt(random.Next(bodies.Count)));
        return request;
    }

    private string Escaped(string name)
    {
        var text = Uri.EscapeDataString(Sane(random.Next(4) > 0 ? KnownOr(name) : Any()));
        // The client would take « . » and « .. » for steps of the path.
        return text is "" or "." or ".." ? "1" : text;
    }

    private HttpContent Body(KeyValuePair<string, IOpenApiMediaType> media)
    {
        if (random.Next(20) == 0) return new ByteArrayContent([.. Enumerable.Range(0, random.Next(200)).Select(_ => (byte)random.Next(256))]);
        if (media.Key == "multipart/form-data") return Form(media.Value.Schema!);
        var json = Value(media.Value.Schema!, "body", 0)?.ToJsonString() ?? "null";
        if (random.Next(12) == 0) json = json[..random.Next(json.Length + 1)];
        var type = random.Next(15) == 0 ? "text/plain" : media.Key;
        return new ByteArrayContent(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
    }

    private MultipartFormDataContent Form(IOpenApiSchema schema)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, field) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (random.Next(5) == 0) continue;
            if (name is "file" or "files") form.Add(new ByteArrayContent(random.Next(3) == 0 ? [1, 2, 3] : Samples.Png), name, random.Next(4) == 0 ? "a.exe" : "a.png");
            else form.Add(new StringContent(Sane(Text(field, name))), name);
        }

        if (random.Next(5) == 0) form.Add(new StringContent(Sane(Any())), "unknown");
        return form;
    }

    /// <summary>A value of the schema, or once in a while of anything else.</summary>
    private JsonNode? Value(IOpenApiSchema schema, string name, int depth)
    {
        if (random.Next(12) == 0 || depth > 6) return Anything();
        if (schema.AllOf is { Count: > 0 } parts)
        {
            var whole = new JsonObject();
            foreach (var (key, value) in parts.SelectMany(part => Value(part, name, depth + 1) as JsonObject ?? [])) whole[key] = value?.DeepClone();
            return whole;
        }

        var type = schema.Type ?? JsonSchemaType.String;
        if (type.HasFlag(JsonSchemaType.Object)) return ObjectOf(schema, depth);
        if (type.HasFlag(JsonSchemaType.Array) && schema.Items is { } items)
            return new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(items, name, depth + 1))]);
        if (type.HasFlag(JsonSchemaType.Boolean)) return random.Next(2) == 0;
        if (type.HasFlag(JsonSchemaType.Integer)) return random.Next(5) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(-1, 20);
        if (type.HasFlag(JsonSchemaType.Number)) return random.Next(5) == 0 ? double.MaxValue : Math.Round(random.NextDouble() * 100, 2);
        return Text(schema, name);
    }

    private JsonObject ObjectOf(IOpenApiSchema schema, int depth)
    {
        var value = new JsonObject();
        foreach (var (name, field) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            if (schema.Required?.Contains(name) is true ? random.Next(15) > 0 : random.Next(2) == 0) value[name] = Value(field, name, depth + 1);
        if (schema.AdditionalProperties is { } others) value["mono"] = Value(others, "mono", depth + 1);
        if (random.Next(20) == 0) value["unknown"] = Anything();
        return value;
    }

    private string Text(IOpenApiSchema? schema, string name)
    {
        if (random.Next(5) == 0) return Any();
        if (schema?.Enum is { Count: > 0 } values) return values[random.Next(values.Count)]?.ToString() ?? "";
        if (schema?.Format == "date-time") return DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(2_000_000_000, 2_200_000_000)).ToString("O");
        return KnownOr(name);
    }

    private string KnownOr(string name) => known.TryGetValue(name, out var values) ? values[random.Next(values.Length)] : $"x{random.Next(100)}";

    private string Any() => Junk[random.Next(Junk.Length)];

    private JsonNode? Anything() => random.Next(6) switch
    {
        0 => null,
        1 => random.Next(-5, 5),
        2 => new JsonArray(1, "a", null),
        3 => new JsonObject { ["a"] = new JsonObject { ["b"] = 1 } },
        4 => true,
        _ => Sane(Any()),
    };

    /// <summary>Half a surrogate pair cannot be sent as UTF-8.</summary>
    private static string Sane(string text) => string.Concat(text.EnumerateRunes());
}
