using System.Text.Json;
using Microsoft.OpenApi;

namespace Dfm.Functions.Tests.Contract;

/// <summary>Calls operations of the contract by their ids, at the routes and with the methods that it gives them, and remembers which.</summary>
internal sealed class ContractCalls(OpenApiDocument contract)
{
    private readonly HashSet<string> called = [];

    /// <summary>The operations that have succeeded.</summary>
    public IReadOnlySet<string> Called => called;

    /// <summary>
    /// Calls an operation with the values of its path's parameters, in their order. It succeeds with a status that the contract knows; returns
    /// its answer.
    /// </summary>
    public async Task<HttpResponseMessage> Call(
        string operationId, HttpClient client, string[]? inPath = null, HttpContent? body = null, string query = "", string? cookie = null)
    {
        using var request = RequestOf(operationId, inPath ?? []);
        request.RequestUri = new Uri($"{request.RequestUri}{query}", UriKind.Relative);
        request.Content = body;
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        return await Send(operationId, client, request);
    }

    /// <summary>Sends a request that is made already, as SendGrid's signed ones are.</summary>
    public async Task<HttpResponseMessage> Send(string operationId, HttpClient client, HttpRequestMessage request)
    {
        var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{operationId}: {(int)answer.StatusCode} {text}");
        called.Add(operationId);
        return answer;
    }

    /// <summary>The same; returns the answer's JSON.</summary>
    public async Task<JsonElement> Json(string operationId, HttpClient client, string[]? inPath = null, HttpContent? body = null, string query = "")
    {
        using var answer = await Call(operationId, client, inPath, body, query);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private HttpRequestMessage RequestOf(string operationId, string[] inPath)
    {
        var (route, method) = (
            from path in contract.Paths
            from operation in path.Value.Operations ?? []
            where operation.Value.OperationId == operationId
            select (path.Key, operation.Key)).Single();
        var values = new Queue<string>(inPath);
        var segments = route.Split('/').Select(segment => segment.StartsWith('{') ? Uri.EscapeDataString(values.Dequeue()) : segment);
        return new(method, $"/api{string.Join('/', segments)}");
    }
}
