using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Functions.Http;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>Reads the portal's responses: as the records that it writes, in its own JSON dialect, which refuses unknown fields.</summary>
public static class Answers
{
    /// <summary>Reads the body of a response that is a success, with this status if one is given.</summary>
    public static async Task<T> Read<T>(this HttpResponseMessage response, HttpStatusCode? expected = null)
    {
        ArgumentNullException.ThrowIfNull(response);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isExpected = expected is { } status ? response.StatusCode == status : response.IsSuccessStatusCode;
        Assert.True(isExpected, $"{(int)response.StatusCode} {body}");
        return Parse<T>(body);
    }

    /// <summary>Asks for something that is there, and returns it.</summary>
    public static async Task<T> Get<T>(this HttpClient client, string route) => Parse<T>(await Body(client, route));

    /// <summary>Asks for all pages of a list, and returns what is on them.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="list">The list's route, with or without a query.</param>
    public static async Task<IReadOnlyList<T>> GetAll<T>(this HttpClient client, string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        var first = $"{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=100";
        var items = new List<T>();
        for (var route = first; route is not null;)
        {
            var page = await client.Get<Page<T>>(route);
            items.AddRange(page.Items);
            route = page.NextCursor is { } next ? $"{first}&cursor={next}" : null;
        }

        return items;
    }

    /// <summary>Asserts that the response is a problem with this status and code, in French and complete, and returns it.</summary>
    public static async Task<ProblemResponse> IsProblem(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        ArgumentNullException.ThrowIfNull(response);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = Parse<ProblemResponse>(body);
        Assert.Equal((code, (int)status), (problem.Code, problem.Status));
        Assert.StartsWith("https://tools.ietf.org/html/rfc", problem.Type, StringComparison.Ordinal);
        Assert.False(string.IsNullOrWhiteSpace(problem.Title));
        Assert.False(string.IsNullOrWhiteSpace(problem.Detail));
        // RFC 9110, 15.5.2.
        Assert.Equal(status is HttpStatusCode.Unauthorized, response.Headers.WwwAuthenticate.Count > 0);
        return problem;
    }

    /// <summary>Asserts that the response refuses these fields, and no others, in this order.</summary>
    public static async Task RefusesFields(this HttpResponseMessage response, params string[] fields) =>
        Assert.Equal(fields, (await response.IsProblem(HttpStatusCode.BadRequest, "validation-failed")).Fields);

    /// <summary>The record that a JSON text holds.</summary>
    public static T Parse<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, PortalJson.Options) ?? throw new JsonException($"Null in place of a {typeof(T).Name}.");

    /// <summary>The response's JSON as it was written, where that is what a test looks at.</summary>
    public static async Task<JsonElement> Json(this HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    /// <summary>Asks for something that is there, and returns its JSON as it was written, where that is what a test looks at.</summary>
    public static async Task<JsonElement> Get(this HttpClient client, string route) => JsonElement.Parse(await Body(client, route));

    private static async Task<string> Body(HttpClient client, string route)
    {
        using var response = await client.GetAsync(new Uri(route, UriKind.Relative), TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"GET {route}: {(int)response.StatusCode} {body}");
        return body;
    }
}
