using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Dfm.Connectors;

/// <summary>Makes the connector's definition, OpenAPI 2.0, from the contract, OpenAPI 3.1, and <see cref="ConnectorOperations"/>.</summary>
public static class ConnectorDefinition
{
    /// <summary>The address of production; that of another environment is set when the connector is imported there.</summary>
    private const string Host = "api.portail.dfm.example.com";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The definition as JSON.</summary>
    /// <param name="contract">The path of <c>api/openapi.yaml</c>.</param>
    public static async Task<string> Generate(string contract)
    {
        var whole = JsonNode.Parse(await (await Read(contract)).SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi2_0))!.AsObject();
        var types = new DefinitionTypes(whole);
        var paths = new JsonObject();
        foreach (var operation in ConnectorOperations.All) Add(paths, operation, types);
        return Document(paths, types).ToJsonString(Json) + "\n";
    }

    private static async Task<OpenApiDocument> Read(string contract)
    {
        var settings = new OpenApiReaderSettings();
        settings.AddYamlReader();
        var read = await OpenApiDocument.LoadAsync(contract, settings);
        var written = JsonNode.Parse(await read.Document!.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1))!.AsObject();
        NullableTypes.Rewrite(written);
        return OpenApiDocument.Parse(written.ToJsonString(), "json").Document!;
    }

    private static JsonObject Document(JsonObject paths, DefinitionTypes types) => new()
    {
        ["swagger"] = "2.0",
        ["info"] = new JsonObject
        {
            ["title"] = "DFM Customer Portal",
            ["description"] = "Raise and follow intervention requests and orders of the customers of GROUPE DFM, take meter readings and post invoices.",
            ["version"] = "1.0",
            ["contact"] = new JsonObject { ["name"] = "GROUPE DFM", ["url"] = "https://portail.dfm.example.com", ["email"] = "portail@dfm.example.com" },
        },
        ["host"] = Host,
        ["basePath"] = "/api",
        ["schemes"] = new JsonArray("https"),
        ["consumes"] = new JsonArray("application/json"),
        ["produces"] = new JsonArray("application/json"),
        ["paths"] = paths,
        ["definitions"] = types.Used(paths),
        ["parameters"] = new JsonObject(),
        ["responses"] = new JsonObject(),
        ["securityDefinitions"] = new JsonObject
        {
            ["api_key"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "X-Api-Key" },
        },
        ["security"] = new JsonArray(new JsonObject { ["api_key"] = new JsonArray() }),
        ["tags"] = new JsonArray(),
        ["x-ms-capabilities"] = new JsonObject
        {
            ["testConnection"] = new JsonObject { ["operationId"] = ConnectorOperations.TestsConnection, ["parameters"] = new JsonObject() },
        },
        ["x-ms-connector-metadata"] = new JsonArray(
            Metadata("Website", "https://portail.dfm.example.com"),
            Metadata("Privacy policy", "https://portail.dfm.example.com/confidentialite"),
            Metadata("Categories", "Business Management;Support")),
    };

    private static JsonObject Metadata(string name, string value) => new() { ["propertyName"] = name, ["propertyValue"] = value };

    private static void Add(JsonObject paths, ConnectorOperation operation, DefinitionTypes types)
    {
        var (route, method, source) = types.Operation(operation.Source);
        var path = operation.Event is { } happened ? route.Replace("{type}", happened, StringComparison.Ordinal) : route;
        if (paths[path] is not JsonObject item) paths[path] = item = [];
        if (operation.Event is { } told)
        {
            item["x-ms-notification-content"] = new JsonObject
            {
                ["description"] = "What has happened.",
                ["schema"] = new JsonObject { ["$ref"] = $"#/definitions/{told}Event" },
            };
        }

        item[method] = new OperationShape(operation, types).Of(source);
    }
}
