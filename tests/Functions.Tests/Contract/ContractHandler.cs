using System.Text.Json;
using Microsoft.OpenApi;

namespace Dfm.Functions.Tests.Contract;

/// <summary>Holds every answer of the portal against the contract: its status, content type and body. A client's handler.</summary>
internal sealed class ContractHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly Lazy<Task<OpenApiDocument>> Contract = new(async () => (await ContractFile.Read()).Document!);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (Operation(await Contract.Value, request) is not { } operation) return answer;
        var place = $"{request.Method} {request.RequestUri!.AbsolutePath} {(int)answer.StatusCode}";
        var documented = operation.Responses?.GetValueOrDefault($"{(int)answer.StatusCode}");
        Assert.True(documented is not null, $"{place} is not in the contract: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        if (documented.Content is null or { Count: 0 } || documented.Content.ContainsKey("*/*")) return answer;

        var type = answer.Content.Headers.ContentType?.MediaType ?? "";
        Assert.True(documented.Content.TryGetValue(type, out var media), $"{place}: the contract knows no {type}.");
        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        var body = JsonElement.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        Assert.Empty(SchemaCheck.Faults(media.Schema!, body, place));
        return answer;
    }

    private static OpenApiOperation? Operation(OpenApiDocument contract, HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (!path.StartsWith("/api/", StringComparison.Ordinal)) return null;
        var segments = path["/api".Length..].Split('/');
        return contract.Paths
            .Where(item => Fits(item.Key.Split('/'), segments))
            // dits/{number} and a literal segment: the literal one is meant.
            .OrderBy(item => item.Key.Count(letter => letter == '{'))
            .Select(item => item.Value.Operations?.GetValueOrDefault(request.Method))
            .FirstOrDefault(operation => operation is not null);
    }

    private static bool Fits(string[] template, string[] segments) =>
        template.Length == segments.Length && template.Zip(segments).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
}
