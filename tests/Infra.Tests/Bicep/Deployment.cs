using System.Text.Json.Nodes;

namespace Dfm.Infra.Tests.Bicep;

/// <summary>The resources of one environment. What Azure alone knows, such as an identity's id, stands in them as an expression.</summary>
public sealed class Deployment(JsonArray resources)
{
    // Those of a resource's own name come first: a queue's id also names its namespace.
    private static readonly string[] Scopes =
    [
        "Microsoft.ServiceBus/namespaces/queues", "Microsoft.ServiceBus/namespaces", "Microsoft.Storage/storageAccounts/blobServices",
        "Microsoft.Storage/storageAccounts/tableServices", "Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults",
        "Microsoft.EventGrid/topics", "Microsoft.Insights/components",
    ];

    /// <summary>The resources of a type.</summary>
    public IEnumerable<JsonNode> All(string type) => resources.Where(one => (string)one!["type"]! == type)!;

    /// <summary>The properties of the only resource of a type.</summary>
    public JsonNode Properties(string type) => All(type).Single()["properties"]!;

    /// <summary>The last parts of the names of the resources of a type.</summary>
    public IEnumerable<string> Names(string type) => All(type).Select(one => ((string)one["name"]!).Split('/')[^1].TrimEnd(')', ']', '\'')).Order();

    /// <summary>The app's settings.</summary>
    public IReadOnlyDictionary<string, string> Settings =>
        Properties("Microsoft.Web/sites/config").AsObject().ToDictionary(one => one.Key, one => (string)one.Value!);

    /// <summary>Who may do what where: the principal's origin, the role's id, and the type of what it holds for.</summary>
    public IEnumerable<(string Principal, string Role, string On)> Roles => All("Microsoft.Authorization/roleAssignments").Select(one =>
    {
        var principal = (string)one["properties"]!["principalId"]!;
        return (
            principal.Contains("Microsoft.EventGrid/topics", StringComparison.Ordinal) ? "scan topic"
            : principal.Contains("'identity'", StringComparison.Ordinal) ? "app"
            : principal,
            ((string)one["properties"]!["roleDefinitionId"]!).Split('/')[^1],
            ScopeOf(one));
    }).Order();

    /// <summary>The type of resource that an extension resource stands on.</summary>
    public static string ScopeOf(JsonNode extension)
    {
        var id = (string)extension["id"]!;
        return Scopes.Where(type => id.Contains($"{type}'", StringComparison.Ordinal) || id.Contains($"{type}/", StringComparison.Ordinal))
            .DefaultIfEmpty(id).First();
    }
}
