using System.Text.Json;
using System.Text.Json.Nodes;
using Dfm.LocalRuntime.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalRuntime.Durable;

/// <summary>
/// <c>/local/orchestrations</c>: the instances, and one instance with its history, as a page or (<c>?format=json</c>, or by the
/// Accept header) as JSON.
/// </summary>
internal static class OrchestrationEndpoints
{
    private const int MostListed = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Maps the page; the host must have the engine.</summary>
    public static void MapOrchestrations(this IEndpointRouteBuilder endpoints)
    {
        var engine = endpoints.ServiceProvider.GetRequiredService<DurableEngine>();
        endpoints.MapGet("/local/orchestrations", http => ListAsync(http, engine.Store));
        endpoints.MapGet("/local/orchestrations/{**id}", http => ShowAsync(http, engine.Store));
    }

    private static Task ListAsync(HttpContext http, InstanceStore store)
    {
        OrchestrationRuntimeStatus? status =
            Enum.TryParse<OrchestrationRuntimeStatus>(http.Request.Query["status"], true, out var known) ? known : null;
        var filter = new OrchestrationFilter(http.Request.Query["prefix"].ToString(), http.Request.Query["name"].ToString(), status);
        return LocalPage.WantsJson(http.Request) ? WriteJsonAsync(http, store, filter) : WritePageAsync(http, store, filter);
    }

    private static async Task WritePageAsync(HttpContext http, InstanceStore store, OrchestrationFilter filter)
    {
        var instances = new List<InstanceRow>();
        await foreach (var row in store.ListAsync(filter.Prefix, http.RequestAborted))
        {
            if (filter.Fits(row)) instances.Add(row);
        }

        await OrchestrationPages.WriteListAsync(http.Response, instances, filter);
    }

    private static async Task WriteJsonAsync(HttpContext http, InstanceStore store, OrchestrationFilter filter)
    {
        var query = new OrchestrationQuery
        {
            InstanceIdPrefix = filter.Prefix,
            Statuses = filter.Status is { } status ? [status] : null,
            FetchInputsAndOutputs = true,
        };
        var instances = new List<InstanceRow>();
        var hasMore = false;
        await foreach (var page in store.QueryAsync(query, null, OrchestrationQuery.DefaultPageSize, http.RequestAborted))
        {
            instances.AddRange(page.Values.Where(filter.Fits));
            hasMore = page.ContinuationToken is not null;
            if (instances.Count >= MostListed) break;
        }

        instances.Sort((one, other) => other.Updated.CompareTo(one.Updated));
        await http.Response.WriteAsJsonAsync(new { items = instances.Select(Describe), hasMore }, Json, http.RequestAborted);
    }

    private static async Task ShowAsync(HttpContext http, InstanceStore store)
    {
        // The server decodes every character of a path but the slash.
        var id = ((string?)http.GetRouteValue("id") ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        if (await store.PeekAsync(id, http.RequestAborted) is not { } loaded)
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (LocalPage.WantsJson(http.Request))
            await http.Response.WriteAsJsonAsync(Describe(loaded), Json, http.RequestAborted);
        else
            await OrchestrationPages.WriteInstanceAsync(http.Response, loaded);
    }

    private static object Describe(LoadedInstance loaded) =>
        new { instance = Describe(loaded.Row), history = loaded.History.Select(Describe) };

    private static object Describe(InstanceRow row) => new
    {
        id = row.Id,
        name = row.Name,
        status = row.Status.ToString(),
        customStatus = Payload(row.CustomStatus),
        createdAt = row.Created,
        updatedAt = row.Updated,
        nextTimer = row.Due,
        input = Payload(row.Input),
        output = Payload(row.Output),
        failure = row.Failure is { } failure ? new { type = failure.Type, message = failure.Message } : null,
        parent = row.Parent?.InstanceId,
    };

    private static object Describe(TurnRecord turn) => new
    {
        at = turn.At,
        events = turn.Events.Select(e => new
        {
            kind = e.Kind.ToString(),
            id = Timeline.IsAnswer(e) ? e.Id : (int?)null,
            name = e.Name,
            data = Payload(e.Data),
            failure = e.Failure?.Message,
        }),
        actions = turn.Actions.Select(a => new
        {
            kind = a.Kind.ToString(),
            id = a.Id,
            name = a.Name,
            input = Payload(a.Input),
            due = a.Due,
            instanceId = a.InstanceId,
        }),
    };

    /// <summary>A payload as the JSON that it is, or as text if it is none.</summary>
    private static JsonNode? Payload(string? payload)
    {
        if (payload is null) return null;
        try
        {
            return JsonNode.Parse(payload);
        }
        catch (JsonException)
        {
            return payload;
        }
    }
}
