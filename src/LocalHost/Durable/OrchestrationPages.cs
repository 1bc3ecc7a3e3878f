using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using static Dfm.LocalHost.Pages.LocalPage;

namespace Dfm.LocalHost.Durable;

/// <summary><c>/local/orchestrations</c>: the instances, and one with its history, as a page or (<c>?format=json</c>) as JSON.</summary>
internal static class OrchestrationPages
{
    private const int MostListed = 500;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Maps the pages; they ask for the client at each request.</summary>
    internal static void MapOrchestrationPages(this IEndpointRouteBuilder endpoints, Func<DurableTaskClient> client)
    {
        endpoints.MapGet("/local/orchestrations", http => ListAsync(http, client()));
        endpoints.MapGet("/local/orchestrations/{**id}", http => ShowAsync(http, client()));
    }

    private static async Task ListAsync(HttpContext http, DurableTaskClient client)
    {
        OrchestrationRuntimeStatus? status =
            Enum.TryParse<OrchestrationRuntimeStatus>(http.Request.Query["status"], true, out var known) ? known : null;
        // The custom status comes with the inputs alone.
        var query = new OrchestrationQuery(Statuses: status is { } one ? [one] : null, FetchInputsAndOutputs: true);
        var instances = new List<OrchestrationMetadata>();
        await foreach (var instance in client.GetAllInstancesAsync(query).WithCancellation(http.RequestAborted))
            instances.Add(instance);
        var shown = instances.OrderByDescending(instance => instance.LastUpdatedAt).Take(MostListed).ToList();
        await (WantsJson(http.Request)
            ? http.Response.WriteAsJsonAsync(new { items = shown.Select(Describe), hasMore = instances.Count > shown.Count }, Json)
            : WriteListAsync(http.Response, shown, instances.Count));
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
            ? http.Response.WriteAsJsonAsync(new { instance = Describe(instance), history }, Json)
            : WriteInstanceAsync(http.Response, instance, history));
    }

    private static Task WriteListAsync(HttpResponse response, List<OrchestrationMetadata> shown, int count)
    {
        var page = new StringBuilder("<h1>Orchestrations</h1><p><a href=\"/local/orchestrations\">All</a>");
        foreach (var status in Enum.GetNames<OrchestrationRuntimeStatus>())
            page.Append(Invariant, $" <a href=\"/local/orchestrations?status={status}\">{status}</a>");
        page.Append(Invariant, $"</p><p>{shown.Count} of {count}, the last changed first.</p>")
            .Append("<table><tr><th>Id</th><th>Orchestrator</th><th>Status</th><th>Custom status</th><th>Created (UTC)</th><th>Updated (UTC)</th></tr>");
        foreach (var one in shown)
        {
            page.Append(Invariant, $"<tr{(one.FailureDetails is null ? "" : " class=\"failed\"")}><td>{Link(one.InstanceId)}</td>")
                .Append(Invariant, $"<td>{Encode(one.Name)}</td><td>{one.RuntimeStatus}</td><td>{Payload(one.SerializedCustomStatus)}</td>")
                .Append(Invariant, $"<td>{Time(one.CreatedAt)}</td><td>{Time(one.LastUpdatedAt)}</td></tr>");
        }

        return WriteAsync(response, "Orchestrations", page.Append("</table>"));
    }

    private static Task WriteInstanceAsync(HttpResponse response, OrchestrationMetadata instance, IReadOnlyList<TimelineEntry> history)
    {
        var page = new StringBuilder("<p><a href=\"/local/orchestrations\">Orchestrations</a></p>")
            .Append(Invariant, $"<h1>{Encode(instance.InstanceId)}</h1><p class=\"words{(instance.FailureDetails is null ? "" : " failed")}\">")
            .Append(Invariant, $"<strong>{instance.RuntimeStatus}.</strong> {Encode(OrchestrationTimeline.Say(instance, history))}</p><dl>");
        Field(page, "Orchestrator", Encode(instance.Name));
        Field(page, "Custom status", Payload(instance.SerializedCustomStatus));
        Field(page, "Created, updated (UTC)", $"{Time(instance.CreatedAt)}, {Time(instance.LastUpdatedAt)}");
        Field(page, "Input", Payload(instance.SerializedInput));
        Field(page, "Output", Payload(instance.SerializedOutput));
        Field(page, "Failure", Html(instance.FailureDetails));
        page.Append("</dl><h2>History</h2><table><tr><th>At (UTC)</th><th>What</th><th>Answer</th><th>Answered (UTC)</th></tr>");
        foreach (var entry in history)
        {
            page.Append(Invariant, $"<tr{(entry.Failure is null ? "" : " class=\"failed\"")}><td>{Time(entry.At)}</td>")
                .Append(Invariant, $"<td>{Html(entry)}</td><td>{Payload(entry.Answer)}{Html(entry.Failure)}</td>")
                .Append(Invariant, $"<td>{(entry.AnsweredAt is { } at ? Time(at) : "")}</td></tr>");
        }

        return WriteAsync(response, instance.InstanceId, page.Append("</table>"));
    }

    private static string Html(TimelineEntry entry) =>
        $"{(entry.Id < 0 ? "" : $"#{entry.Id} ")}{entry.Kind} <b>{Encode(entry.Name)}</b> {Payload(entry.Data)}";

    private static string Html(TaskFailureDetails? failure)
    {
        if (failure is null) return "";
        var stack = failure.StackTrace is { } where ? $"<details><summary>Where</summary><pre>{Encode(where)}</pre></details>" : "";
        var cause = failure.InnerFailure is { } inner ? $"<div>caused by {Html(inner)}</div>" : "";
        return $"<span class=\"failed\">{Encode(failure.ErrorType)}: {Encode(Cut(failure.ErrorMessage))}</span>{stack}{cause}";
    }

    private static string Link(string id) => $"<a href=\"/local/orchestrations/{Encode(Uri.EscapeDataString(id))}\">{Encode(id)}</a>";

    private static object Describe(OrchestrationMetadata instance) => new
    {
        id = instance.InstanceId,
        name = instance.Name,
        status = instance.RuntimeStatus.ToString(),
        customStatus = Parse(instance.SerializedCustomStatus),
        createdAt = instance.CreatedAt,
        updatedAt = instance.LastUpdatedAt,
        input = Parse(instance.SerializedInput),
        output = Parse(instance.SerializedOutput),
        failure = instance.FailureDetails is { } failure ? new { type = failure.ErrorType, message = failure.ErrorMessage } : null,
    };

    /// <summary>A payload as the JSON that it is, or as text if it is none.</summary>
    private static JsonNode? Parse(string? payload)
    {
        try
        {
            return payload is null ? null : JsonNode.Parse(payload);
        }
        catch (JsonException)
        {
            return payload;
        }
    }
}
