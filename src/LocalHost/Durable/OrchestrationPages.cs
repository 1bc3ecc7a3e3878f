using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.DurableTask.Client;
using static Dfm.LocalHost.Pages.LocalPage;

namespace Dfm.LocalHost.Durable;

/// <summary><c>/local/orchestrations</c>: the instances, and one with its history, as a page or (<c>?format=json</c>) as JSON.</summary>
internal static class OrchestrationPages
{
    private const string Root = "/local/orchestrations";
    private const int MostListed = 500;
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Maps the pages; they ask for the client at each request.</summary>
    internal static void MapOrchestrationPages(this IEndpointRouteBuilder endpoints, Func<DurableTaskClient> client)
    {
        endpoints.MapGet(Root, http => ListAsync(http, client()));
        endpoints.MapGet(Root + "/{**id}", http => ShowAsync(http, client()));
    }

    private static async Task ListAsync(HttpContext http, DurableTaskClient client)
    {
        OrchestrationRuntimeStatus[]? statuses =
            Enum.TryParse<OrchestrationRuntimeStatus>(http.Request.Query["status"], true, out var status) ? [status] : null;
        // The custom status comes with the inputs alone.
        var query = new OrchestrationQuery(Statuses: statuses, FetchInputsAndOutputs: true);
        var instances = new List<OrchestrationMetadata>();
        await foreach (var instance in client.GetAllInstancesAsync(query).WithCancellation(http.RequestAborted)) instances.Add(instance);
        var shown = instances.OrderByDescending(instance => instance.LastUpdatedAt).Take(MostListed).ToList();
        await (WantsJson(http.Request)
            ? http.Response.WriteAsJsonAsync(new { items = shown.Select(Describe), hasMore = instances.Count > shown.Count }, Options)
            : WriteAsync(http.Response, "Orchestrations", List(shown, instances.Count)));
    }

    private static async Task ShowAsync(HttpContext http, DurableTaskClient client)
    {
        // The server decodes every character of a path but the slash.
        var id = ((string?)http.GetRouteValue("id") ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        if (await client.GetInstanceAsync(id, true, http.RequestAborted) is not { } instance)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var history = OrchestrationTimeline.Of(await client.GetOrchestrationHistoryAsync(id, http.RequestAborted));
        await (WantsJson(http.Request)
            ? http.Response.WriteAsJsonAsync(new { instance = Describe(instance), history }, Options)
            : WriteAsync(http.Response, id, Instance(instance, history)));
    }

    private static StringBuilder List(List<OrchestrationMetadata> shown, int count)
    {
        var filters = Enum.GetNames<OrchestrationRuntimeStatus>().Select(status => Link($"{Root}?status={status}", status));
        return new StringBuilder($"<h1>Orchestrations</h1><p>{Link(Root, "All")} {string.Join(' ', filters)} ({shown.Count} of {count})</p>").Append(Table(
            shown,
            one => one.FailureDetails is not null,
            ("Id", one => Link($"{Root}/{Uri.EscapeDataString(one.InstanceId)}", one.InstanceId)),
            ("Orchestrator", one => Encode(one.Name)),
            ("Status", one => $"{one.RuntimeStatus}"),
            ("Custom status", one => Payload(one.SerializedCustomStatus)),
            ("Created (UTC)", one => Time(one.CreatedAt)),
            ("Updated (UTC)", one => Time(one.LastUpdatedAt))));
    }

    private static StringBuilder Instance(OrchestrationMetadata instance, IReadOnlyList<TimelineEntry> history)
    {
        var page = new StringBuilder($"<p>{Link(Root, "Orchestrations")}</p><h1>{Encode(instance.InstanceId)}</h1>"
            + $"<p><strong>{instance.RuntimeStatus}.</strong> {Encode(OrchestrationTimeline.Say(instance, history))}</p><dl>");
        foreach (var (name, value) in JsonSerializer.SerializeToNode(Describe(instance), Options)!.AsObject())
            Field(page, name, Payload(value?.ToJsonString()));
        return page.Append("</dl><h2>History</h2>").Append(Table(
            history,
            entry => entry.Failure is not null,
            ("At (UTC)", entry => Time(entry.At)),
            ("Task", entry => entry.Task is { } task ? $"#{task}" : ""),
            ("What", entry => $"{entry.Kind} <b>{Encode(entry.Name)}</b> {Payload(entry.Failure ?? entry.Data)}")));
    }

    private static object Describe(OrchestrationMetadata instance) => new
    {
        id = instance.InstanceId,
        name = instance.Name,
        status = instance.RuntimeStatus,
        customStatus = Json(instance.SerializedCustomStatus),
        createdAt = instance.CreatedAt,
        updatedAt = instance.LastUpdatedAt,
        input = Json(instance.SerializedInput),
        output = Json(instance.SerializedOutput),
        failure = instance.FailureDetails is { } failure ? new { type = failure.ErrorType, message = failure.ErrorMessage } : null,
    };
}
