using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dfm.Functions.Tests.Contract;
using Dfm.Testing;
using Microsoft.OpenApi;

namespace Dfm.Functions.Tests.Connector;

/// <summary>Power Automate, as far as a connector's definition tells it what to do: it calls what that says, and no more.</summary>
internal sealed class PowerAutomate(HttpClient connection, OpenApiDocument definition, JsonObject raw)
{
    /// <summary>The definition as it is committed.</summary>
    public static string DefinitionPath => RepositoryRoot.PathOf("connectors", "power-automate", "apiDefinition.swagger.json");

    public static async Task<PowerAutomate> ConnectAsync(HttpClient connection)
    {
        var read = await OpenApiDocument.LoadAsync(DefinitionPath, token: TestContext.Current.CancellationToken);
        Assert.Empty(read.Diagnostic?.Errors ?? []);
        return new(connection, read.Document!, JsonNode.Parse(await File.ReadAllTextAsync(DefinitionPath))!.AsObject());
    }

    /// <summary>Runs an action, whose answer has to be as the definition says; parameters and fields by their names.</summary>
    public async Task<JsonElement> Run(string operationId, object? inputs = null)
    {
        var (path, method, operation) = Find(operationId);
        var given = JsonSerializer.SerializeToNode(inputs ?? new { })!.AsObject();
        using var request = RequestOf(path, method, operation, given);
        using var answer = await connection.SendAsync(request, TestContext.Current.CancellationToken);
        return await Check(operationId, answer);
    }

    /// <summary>The values that the designer offers for a parameter or a field of an operation.</summary>
    public async Task<IReadOnlyList<string>> Values(string operationId, string name, object known)
    {
        var dynamic = Dynamics(Find(operationId).Operation).Single(one => one.Name == name).Values;
        var all = JsonSerializer.SerializeToNode(known)!.AsObject();
        var asked = (dynamic["parameters"]?.AsObject() ?? []).ToDictionary(one => one.Key, one => all[(string)one.Value!["parameter"]!]!.DeepClone());
        var answer = await Run((string)dynamic["operationId"]!, asked);
        return
        [
            .. answer.GetProperty((string)dynamic["value-collection"]!).EnumerateArray().Select(item =>
            {
                Assert.NotEmpty(item.GetProperty((string)dynamic["value-title"]!).GetString()!);
                return item.GetProperty((string)dynamic["value-path"]!).GetString()!;
            }),
        ];
    }

    /// <summary>Switches a flow with this trigger on; returns where it will be switched off.</summary>
    public async Task<Uri> Subscribe(string operationId, string callback)
    {
        var (path, method, operation) = Find(operationId);
        Assert.Equal("single", (string?)operation["x-ms-trigger"]);
        var body = operation["parameters"]!.AsArray().Single(one => (string?)one!["in"] == "body")!["schema"]!["properties"]!.AsObject();
        var field = body.Single(one => (bool?)one.Value!["x-ms-notification-url"] is true).Key;
        using var request = RequestOf(path, method, operation, new JsonObject { [field] = callback });
        using var answer = await connection.SendAsync(request, TestContext.Current.CancellationToken);
        await Check(operationId, answer);
        Assert.Equal(201, (int)answer.StatusCode);
        var location = answer.Headers.Location!;
        Assert.True(location.IsAbsoluteUri);
        return location;
    }

    /// <summary>Switches a flow off: the same connection, and nothing beside.</summary>
    public async Task Unsubscribe(Uri location)
    {
        using var answer = await connection.DeleteAsync(location, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
    }

    /// <summary>What is wrong with what a trigger has got, by the definition; empty when nothing is.</summary>
    public IEnumerable<string> Faults(string operationId, string body)
    {
        var notification = raw["paths"]![Find(operationId).Path]!["x-ms-notification-content"]!["schema"]!;
        var type = ((string)notification["$ref"]!).Split('/')[^1];
        return SchemaCheck.Faults(definition.Components!.Schemas![type], JsonElement.Parse(body), operationId);
    }

    private (string Path, string Method, JsonObject Operation) Find(string operationId) =>
        (from path in raw["paths"]!.AsObject()
         from operation in path.Value!.AsObject()
         where (string?)(operation.Value as JsonObject)?["operationId"] == operationId
         select (path.Key, operation.Key, operation.Value!.AsObject())).Single();

    private static IEnumerable<(string Name, JsonObject Values)> Dynamics(JsonNode? node, string name = "")
    {
        if (node is JsonArray items)
            return items.SelectMany(item => Dynamics(item, (string?)(item as JsonObject)?["name"] ?? name));
        if (node is not JsonObject fields) return [];
        var own = fields["x-ms-dynamic-values"] is JsonObject values ? new[] { (name, values) } : [];
        return own.Concat(fields.Where(field => field.Key != "x-ms-dynamic-values").SelectMany(field => Dynamics(field.Value, field.Key)));
    }

    private HttpRequestMessage RequestOf(string path, string method, JsonObject operation, JsonObject given)
    {
        var (route, query) = ((string)raw["basePath"]! + path, new List<string>());
        var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), (Uri?)null);
        foreach (var parameter in operation["parameters"]!.AsArray())
        {
            var (name, place) = ((string)parameter!["name"]!, (string)parameter["in"]!);
            var value = (string?)given[name]?.ToString();
            if (place is "body") request.Content = JsonContent.Create(BodyOf(parameter["schema"]!, given));
            else if (value is null) Assert.False((bool?)parameter["required"] is true, $"{name} is required.");
            else if (place is "path") route = route.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
            else if (place is "query") query.Add($"{name}={Uri.EscapeDataString(value)}");
            else if (place is "header") request.Headers.Add(name, value);
        }

        request.RequestUri = new Uri(query.Count == 0 ? route : $"{route}?{string.Join('&', query)}", UriKind.Relative);
        return request;
    }

    /// <summary>The fields that the schema knows, of what was given.</summary>
    private static JsonObject BodyOf(JsonNode schema, JsonObject given) => new(
        schema["properties"]!.AsObject().Where(field => given.ContainsKey(field.Key)).Select(field => KeyValuePair.Create(field.Key, given[field.Key]?.DeepClone())));

    private async Task<JsonElement> Check(string operationId, HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var operation = definition.Paths.SelectMany(path => path.Value.Operations ?? []).Single(one => one.Value.OperationId == operationId).Value;
        Assert.True(operation.Responses!.TryGetValue($"{(int)answer.StatusCode}", out var response), $"{operationId}: {(int)answer.StatusCode} {body}");
        var json = JsonElement.Parse(body);
        Assert.Empty(SchemaCheck.Faults(response.Content!.Values.First().Schema!, json, operationId));
        return json;
    }
}
