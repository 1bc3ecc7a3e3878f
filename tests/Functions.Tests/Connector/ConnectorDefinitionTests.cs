using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dfm.Connectors;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Connector;

/// <summary>
/// The connector's definition is current, and keeps the rules of Microsoft's certification (learn.microsoft.com/connectors/custom-connectors:
/// certification-submission, coding-standards, certification-swagger-validator-rules), as far as they can be checked without signing in.
/// </summary>
public sealed partial class ConnectorDefinitionTests
{
    private static readonly string[] OwnWords = ["api", "connector", "power automate", "powerapps", "power apps", "logic apps", "flow"];

    private static readonly JsonObject Definition = Read("apiDefinition.swagger.json");
    private static readonly JsonObject Properties = Read("apiProperties.json")["properties"]!.AsObject();

    private static IEnumerable<(string Path, string Method, JsonObject Operation)> Operations =>
        from path in Definition["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where !operation.Key.StartsWith("x-", StringComparison.Ordinal)
        select (path.Key, operation.Key, operation.Value!.AsObject());

    private static IEnumerable<JsonObject> Parameters => Operations.SelectMany(one => one.Operation["parameters"]!.AsArray()).Select(one => one!.AsObject());

    [Fact]
    public async Task TheDefinition_IsWhatTheContractMakes() => Assert.True(
        await File.ReadAllTextAsync(PowerAutomate.DefinitionPath, TestContext.Current.CancellationToken)
            == await ConnectorDefinition.Generate(RepositoryRoot.PathOf("api", "openapi.yaml")),
        "Run: dotnet run --project connectors/Generate -c Release -- api/openapi.yaml connectors/power-automate/apiDefinition.swagger.json");

    [Fact]
    public void TheTitleAndDescription_AreOfAllowedLengths_AndNameNoProduct()
    {
        var info = Definition["info"]!;
        var title = (string)info["title"]!;
        Assert.InRange(title.Length, 1, 30);
        Assert.DoesNotContain(OwnWords, word => title.Contains(word, StringComparison.OrdinalIgnoreCase));
        Assert.InRange(((string)info["description"]!).Length, 30, 500);
        Assert.NotNull((string?)info["contact"]!["email"]);
        Assert.NotNull((string?)info["contact"]!["url"]);
        Assert.Equal(["Categories", "Privacy policy", "Website"], Definition["x-ms-connector-metadata"]!.AsArray().Select(one => (string)one!["propertyName"]!).Order());
        Assert.DoesNotContain("localhost", (string)Definition["host"]!, StringComparison.Ordinal);
        Assert.Equal(["https"], Definition["schemes"]!.AsArray().Select(one => (string)one!));
        Assert.InRange(new FileInfo(PowerAutomate.DefinitionPath).Length, 1, 1_000_000);
    }

    [Fact]
    public void ANewConnection_IsTried_ByAGetWithoutParameters()
    {
        var tried = (string)Definition["x-ms-capabilities"]!["testConnection"]!["operationId"]!;

        var (_, method, operation) = Assert.Single(Operations, one => (string)one.Operation["operationId"]! == tried);
        Assert.Equal("get", method);
        Assert.Empty(operation["parameters"]!.AsArray());
    }

    [Fact]
    public void TheProperties_AreComplete()
    {
        Assert.Matches("^#[0-9a-f]{6}$", (string)Properties["iconBrandColor"]!);
        Assert.DoesNotContain(((string)Properties["iconBrandColor"]!).ToLowerInvariant(), (string[])["#ffffff", "#007ee5"]);
        Assert.NotEmpty((string)Properties["publisher"]!);
        Assert.NotEmpty((string)Properties["stackOwner"]!);
        var (name, connection) = Assert.Single(Properties["connectionParameters"]!.AsObject());
        Assert.Equal("securestring", (string)connection!["type"]!);
        Assert.Equal([name], Definition["securityDefinitions"]!.AsObject().Select(one => one.Key));
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], File.ReadAllBytes(RepositoryRoot.PathOf("connectors", "power-automate", "icon.png")).Take(4));
    }

    [Fact]
    public void AnOperation_HasAUniqueId_ASummary_AndADescriptionThatSaysMore()
    {
        Assert.Equal(Operations.Count(), Operations.Select(one => (string)one.Operation["operationId"]!).Distinct().Count());
        Assert.All(Operations, one =>
        {
            var (id, summary, description) = (
                (string)one.Operation["operationId"]!, (string)one.Operation["summary"]!, (string)one.Operation["description"]!);
            Assert.Matches("^[A-Z][A-Za-z0-9]*$", id);
            Assert.Matches(@"^[A-Za-z0-9() ]{1,80}$", summary);
            Assert.NotEqual(summary, description.TrimEnd('.'));
            Assert.Matches(@"[.!?]$", description);
        });
    }

    [Fact]
    public void AnOperation_HasOneResponseOfSuccess_WithASchemaUnlessItHasNoContent() => Assert.All(Operations, one =>
    {
        var (status, response) = Assert.Single(one.Operation["responses"]!.AsObject());
        Assert.StartsWith("2", status, StringComparison.Ordinal);
        Assert.Equal(status != "204", response!["schema"] is not null);
        Assert.Matches(@"[.!?]$", (string)response["description"]!);
    });

    [Fact]
    public void AParameter_IsNamedForPeople_AndEncodedInPaths() => Assert.All(Parameters, parameter =>
    {
        Assert.NotEqual("connectionId", (string)parameter["name"]!);
        if ((string)parameter["in"]! is "body") return;
        Assert.NotEmpty((string)parameter["x-ms-summary"]!);
        Assert.Matches(@"[.!?]$", (string)parameter["description"]!);
        if ((string)parameter["in"]! is not "path") return;
        Assert.True((bool)parameter["required"]!);
        Assert.Equal("single", (string)parameter["x-ms-url-encoding"]!);
    });

    [Fact]
    public void EveryFieldOfABody_IsNamedForPeople_AndWhatIsInternalAndRequiredIsFilledByThePlatform() => Assert.All(
        Parameters.Where(parameter => (string)parameter["in"]! is "body").SelectMany(parameter => Fields(parameter["schema"]!.AsObject())),
        field =>
        {
            Assert.True(field.ContainsKey("$ref") || field["x-ms-summary"] is not null, field.ToJsonString());
            if ((string?)field["x-ms-visibility"] is "internal") Assert.True((bool?)field["x-ms-notification-url"] is true || field.ContainsKey("default"));
        });

    [Fact]
    public void ATrigger_SaysWhen_TakesACallback_AndHasWhatIsSent()
    {
        var triggers = Operations.Where(one => one.Operation.ContainsKey("x-ms-trigger")).ToList();
        Assert.Equal(["OnDitStateChanged", "OnOrderStateChanged", "OnReadingEntered"], triggers.Select(one => (string)one.Operation["operationId"]!).Order());
        Assert.All(triggers, trigger =>
        {
            Assert.Equal(("post", "single"), (trigger.Method, (string)trigger.Operation["x-ms-trigger"]!));
            Assert.StartsWith("When a", (string)trigger.Operation["summary"]!, StringComparison.Ordinal);
            Assert.Equal(["201"], trigger.Operation["responses"]!.AsObject().Select(one => one.Key));
            var body = trigger.Operation["parameters"]!.AsArray().Single(one => (string)one!["in"]! is "body")!;
            Assert.True((bool)body["required"]!);
            var (name, callback) = Assert.Single(body["schema"]!["properties"]!.AsObject(), field => (bool?)field.Value!["x-ms-notification-url"] is true);
            Assert.Contains(name, body["schema"]!["required"]!.AsArray().Select(one => (string)one!));
            Assert.Equal(("string", "internal"), ((string)callback!["type"]!, (string)callback["x-ms-visibility"]!));
            var content = Definition["paths"]![trigger.Path]!["x-ms-notification-content"]!;
            Assert.NotNull(Definition["definitions"]![((string)content["schema"]!["$ref"]!).Split('/')[^1]]);
        });
        Assert.Contains(Operations, one => one is { Method: "delete", Path: "/backoffice/webhooks/{id}" });
    }

    [Fact]
    public void AListOfValues_ComesFromAnOperation_ThatTakesWhatItIsGiven()
    {
        var ids = Operations.ToDictionary(one => (string)one.Operation["operationId"]!, one => one.Operation);
        var lists = Find(Definition["paths"]!, "x-ms-dynamic-values").ToList();
        Assert.True(lists.Count >= 10);
        Assert.All(lists, list =>
        {
            var source = ids[(string)list["operationId"]!];
            var known = source["parameters"]!.AsArray().Select(one => one!.AsObject()).ToList();
            var given = (list["parameters"]?.AsObject() ?? []).Select(one => one.Key).ToList();
            Assert.All(given, name => Assert.Contains(known, one => (string)one["name"]! == name));
            Assert.All(known.Where(one => (bool?)one["required"] is true), one => Assert.Contains((string)one["name"]!, given));
        });
    }

    /// <summary>A misspelt extension is silently without effect.</summary>
    [Fact]
    public void Extensions_AreThoseThatThePlatformKnows()
    {
        string[] known =
        [
            "x-ms-capabilities", "x-ms-connector-metadata", "x-ms-dynamic-values", "x-ms-notification-content", "x-ms-notification-url", "x-ms-summary", "x-ms-trigger",
            "x-ms-trigger-hint", "x-ms-url-encoding", "x-ms-visibility", "x-nullable",
        ];
        var used = Extension().Matches(Definition.ToJsonString()).Select(match => match.Groups[1].Value).Distinct();
        Assert.Empty(used.Except(known));
        Assert.All(
            Find(Definition, "x-ms-visibility", leaves: true), value => Assert.Contains((string)value["x-ms-visibility"]!, (string[])["important", "advanced", "internal"]));
    }

    private static IEnumerable<JsonObject> Fields(JsonObject schema) => (schema["properties"]?.AsObject() ?? [])
        .Select(field => field.Value!.AsObject())
        .SelectMany(field => Fields(field).Concat(field["items"] is JsonObject items ? Fields(items) : []).Prepend(field));

    /// <summary>The values of a key, or with <paramref name="leaves"/> the objects that have it.</summary>
    private static IEnumerable<JsonObject> Find(JsonNode node, string key, bool leaves = false) => node switch
    {
        JsonObject one => (one.ContainsKey(key) ? new[] { leaves ? one : one[key]!.AsObject() } : [])
            .Concat(one.Where(field => field.Value is not null).SelectMany(field => Find(field.Value!, key, leaves))),
        JsonArray many => many.Where(item => item is not null).SelectMany(item => Find(item!, key, leaves)),
        _ => [],
    };

    private static JsonObject Read(string file) =>
        JsonNode.Parse(File.ReadAllText(RepositoryRoot.PathOf("connectors", "power-automate", file)), documentOptions: new JsonDocumentOptions())!.AsObject();

    [GeneratedRegex("\"(x-[a-z-]+)\":")]
    private static partial Regex Extension();
}
