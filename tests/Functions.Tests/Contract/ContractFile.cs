using Dfm.Testing;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Dfm.Functions.Tests.Contract;

/// <summary>The HTTP contract, <c>api/openapi.yaml</c>.</summary>
internal static class ContractFile
{
    /// <summary>Reads it; faults are in the second part.</summary>
    public static async Task<ReadResult> Read()
    {
        var settings = new OpenApiReaderSettings();
        settings.AddYamlReader();
        return await OpenApiDocument.LoadAsync(RepositoryRoot.PathOf("api", "openapi.yaml"), settings, TestContext.Current.CancellationToken);
    }

    /// <summary>One line for each operation: method, route, audience and, for staff, the scope.</summary>
    public static async Task<IReadOnlyList<string>> Operations()
    {
        var document = (await Read()).Document!;
        return
        [
            .. from path in document.Paths
               from operation in path.Value.Operations ?? []
               select $"{operation.Key.Method} {path.Key.TrimStart('/')} {Text(operation.Value, "x-audience")} {Text(operation.Value, "x-scope")}".TrimEnd(),
        ];
    }

    private static string? Text(OpenApiOperation operation, string extension) =>
        operation.Extensions is { } all && all.TryGetValue(extension, out var value) && value is JsonNodeExtension { Node: var node }
            ? node.GetValue<string>()
            : null;
}
