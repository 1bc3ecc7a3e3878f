using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DurableTask.Core.History;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.DurableTask.Client;
using static Dfm.LocalHost.Pages.LocalPage;

namespace Dfm.LocalHost.Durable;

/// <summary><c>/local/orchestrations</c>: the instances, and one with its history, as a page or (<c>?format=json</c>) as JSON.</summary>
internal static class OrchestrationPages
{
    private const int MostListed = 500;
    private const string Style = """
        form{margin-bottom:1rem}td.at{white-space:nowrap}tr.failed td{color:#a11}
        .words{background:#f5f7fa;border-left:3px solid #b6c4d4;padding:.6rem 1rem}.words.failed{border-color:#a11}
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

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
        var query = new OrchestrationQuery
        {
            InstanceIdPrefix = http.Request.Query["prefix"].ToString(),
            Statuses = status is { } one ? [one] : null,
            FetchInputsAndOutputs = true, // The custom status comes with them alone.
        };
        var instances = new List<OrchestrationMetadata>();
        await foreach (var instance in client.GetAllInstancesAsync(query).WithCancellation(http.RequestAborted))
            instances.Add(instance);
        var shown = instances.OrderByDescending(instance => instance.LastUpdatedAt).Take(MostListed).ToList();
        if (WantsJson(http.Request))
            await http.Response.WriteAsJsonAsync(new { items = shown.Select(Describe), hasMore = instances.Count > shown.Count }, Json);
        else
            await WriteListAsync(http.Response, shown, instances.Count, status, query.InstanceIdPrefix);
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
        if (WantsJson(http.Request))
            await http.Response.WriteAsJsonAsync(new { instance = Describe(instance), history = history.Select(Describe) }, Json);
        else
            await WriteInstanceAsync(http.Response, instance, history);
    }

    private static Task WriteListAsync(
        HttpResponse response, List<OrchestrationMetadata> shown, int count, OrchestrationRuntimeStatus? status, string prefix)
    {
        var page = new StringBuilder("<h1>Orchestrations</h1><form><label>Id begins with ")
            .Append(CultureInfo.InvariantCulture, $"<input name=\"prefix\" value=\"{Encode(prefix)}\"></label> <label>Status <select name=\"status\"><option>");
        foreach (var each in Enum.GetNames<OrchestrationRuntimeStatus>())
            page.Append(CultureInfo.InvariantCulture, $"<option{(each == status?.ToString() ? " selected" : "")}>{each}");
        page.Append(CultureInfo.InvariantCulture, $"</select></label> <button>Filter</button></form><p>{shown.Count} of {count}, the last changed first.</p>")
            .Append("<table><tr><th>Id</th><th>Orchestrator</th><th>Status</th><th>Custom status</th><th>Created (UTC)</th><th>Updated (UTC)</th></tr>");
        foreach (var one in shown)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr{(one.FailureDetails is null ? "" : " class=\"failed\"")}><td>{Link(one.InstanceId)}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{Encode(one.Name)}</td><td>{one.RuntimeStatus}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{Payload(one.SerializedCustomStatus)}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{Time(one.CreatedAt)}</td><td>{Time(one.LastUpdatedAt)}</td></tr>");
        }

        return WriteAsync(response, "Orchestrations", page.Append("</table>"), Style);
    }

    private static Task WriteInstanceAsync(HttpResponse response, OrchestrationMetadata instance, IReadOnlyList<TimelineEntry> history)
    {
        var failure = Failure.Of(instance.FailureDetails);
        var page = new StringBuilder("<p><a href=\"/local/orchestrations\">Orchestrations</a></p>")
            .Append(CultureInfo.InvariantCulture, $"<h1>{Encode(instance.InstanceId)}</h1><p class=\"words{(failure is null ? "" : " failed")}\">")
            .Append(CultureInfo.InvariantCulture, $"<strong>{instance.RuntimeStatus}.</strong> {Encode(OrchestrationTimeline.Say(instance, history))}</p><dl>");
        Field(page, "Orchestrator", Encode(instance.Name));
        Field(page, "Custom status", Payload(instance.SerializedCustomStatus));
        Field(page, "Created (UTC)", Time(instance.CreatedAt));
        Field(page, "Updated (UTC)", Time(instance.LastUpdatedAt));
        Field(page, "Input", Payload(instance.SerializedInput));
        Field(page, "Output", Payload(instance.SerializedOutput));
        Field(page, "Failure", Html(failure));
        page.Append("</dl><h2>History</h2><table><tr><th>At (UTC)</th><th>What</th><th>Answer</th><th>Answered (UTC)</th></tr>");
        foreach (var entry in history)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr{(entry.Failure is null ? "" : " class=\"failed\"")}><td class=\"at\">{Time(entry.At)}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{Html(entry)}</td><td>{Answer(entry)}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td class=\"at\">{(entry.AnsweredAt is { } at ? Time(at) : "")}</td></tr>");
        }

        return WriteAsync(response, instance.InstanceId, page.Append("</table>"), Style);
    }

    private static string Html(TimelineEntry entry) => entry.Kind switch
    {
        EventType.TaskScheduled => $"#{entry.Id} calls <b>{Encode(entry.Name)}</b> {Payload(entry.Data)}",
        EventType.SubOrchestrationInstanceCreated =>
            $"#{entry.Id} calls <b>{Encode(entry.Name)}</b> as {Link(entry.InstanceId!)} {Payload(entry.Data)}",
        EventType.TimerCreated => $"#{entry.Id} timer until {Time(entry.Due!.Value)}",
        EventType.EventSent => $"#{entry.Id} sends <b>{Encode(entry.Name)}</b> to {Link(entry.InstanceId!)} {Payload(entry.Data)}",
        EventType.EventRaised => $"Event <b>{Encode(entry.Name)}</b> {Payload(entry.Data)}",
        _ => $"{entry.Kind} {Encode(entry.Name)} {Payload(entry.Data)}",
    };

    private static string Answer(TimelineEntry entry) =>
        entry.IsOutstanding ? "none, or not yet" : entry.Failure is null ? Payload(entry.Answer) : Html(entry.Failure);

    private static string Html(Failure? failure)
    {
        if (failure is null) return "";
        var stack = failure.Stack is { } where ? $"<details><summary>Where</summary><pre>{Encode(where)}</pre></details>" : "";
        var cause = failure.Inner is { } inner ? $"<div>caused by {Html(inner)}</div>" : "";
        return $"<span class=\"failed\">{Encode(failure.Type)}: {Encode(Cut(failure.Message))}</span>{stack}{cause}";
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

    private static object Describe(TimelineEntry entry) => new
    {
        at = entry.At,
        kind = entry.Kind.ToString(),
        id = entry.Id < 0 ? (int?)null : entry.Id,
        name = entry.Name,
        data = Parse(entry.Data),
        instanceId = entry.InstanceId,
        due = entry.Due,
        answeredAt = entry.AnsweredAt,
        answer = Parse(entry.Answer),
        failure = entry.Failure?.Message,
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
