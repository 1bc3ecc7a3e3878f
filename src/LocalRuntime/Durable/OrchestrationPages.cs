using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Dfm.LocalRuntime.Durable;

/// <summary>The orchestrations as HTML: the list by status, and one instance's history as a timeline.</summary>
internal static class OrchestrationPages
{
    private const int LongestPayload = 2000;
    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1c2733}
        table{border-collapse:collapse;width:100%;margin-bottom:2rem}
        td,th{padding:.4rem .6rem;text-align:left;border-bottom:1px solid #dde3ea;vertical-align:top}
        code{font-size:13px;overflow-wrap:anywhere}dt{font-weight:600}dd{margin:0 0 .4rem}
        ol{list-style:none;border-left:3px solid #b6c4d4;padding-left:1.2rem}ol>li{margin-bottom:1rem}
        ul{padding-left:1.2rem;margin:.2rem 0}.asked{color:#3c5a00}.failed{color:#a11}input{font:inherit;padding:.2rem .4rem}
        """;

    /// <summary>Writes the list, one table for each status.</summary>
    public static Task WriteListAsync(HttpResponse response, IReadOnlyList<InstanceRow> instances, string prefix, bool hasMore)
    {
        var page = new StringBuilder("<h1>Orchestrations</h1><form><label>Id begins with ")
            .Append(CultureInfo.InvariantCulture, $"<input name=\"prefix\" value=\"{Encode(prefix)}\"></label>")
            .Append(" <button>Filter</button></form>");
        if (instances.Count == 0) page.Append("<p>No orchestration.</p>");
        if (hasMore) page.Append("<p>There are more: filter by the beginning of their ids.</p>");
        var byStatus = instances.GroupBy(instance => instance.Status);
        foreach (var group in byStatus.OrderBy(group => InstanceRow.Finished.Contains(group.Key)).ThenBy(group => group.Key))
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{group.Key} ({group.Count()})</h2><table><tr><th>Id</th><th>Name</th>")
                .Append("<th>Custom status</th><th>Created (UTC)</th><th>Updated (UTC)</th><th>Next timer (UTC)</th></tr>");
            foreach (var row in group)
            {
                page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Link(row.Id)}</td><td>{Encode(row.Name)}</td>")
                    .Append(CultureInfo.InvariantCulture, $"<td>{Code(row.CustomStatus)}</td><td>{Time(row.Created.UtcDateTime)}</td>")
                    .Append(CultureInfo.InvariantCulture, $"<td>{Time(row.Updated.UtcDateTime)}</td>")
                    .Append(CultureInfo.InvariantCulture, $"<td>{(row.Due is { } due ? Time(due) : "")}</td></tr>");
            }

            page.Append("</table>");
        }

        return WriteAsync(response, "Orchestrations", page);
    }

    /// <summary>Writes one instance and the turns of its present run.</summary>
    public static Task WriteInstanceAsync(HttpResponse response, LoadedInstance loaded)
    {
        var row = loaded.Row;
        var page = new StringBuilder("<p><a href=\"/local/orchestrations\">Orchestrations</a></p>");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Encode(row.Id)}</h1><dl>");
        Field(page, "Orchestrator", Encode(row.Name));
        Field(page, "Status", row.Status.ToString());
        Field(page, "Custom status", Code(row.CustomStatus));
        Field(page, "Created (UTC)", Time(row.Created.UtcDateTime));
        Field(page, "Updated (UTC)", Time(row.Updated.UtcDateTime));
        Field(page, "Next timer (UTC)", row.Due is { } due ? Time(due) : "");
        Field(page, "Parent", row.Parent is { } parent ? Link(parent.InstanceId) : "");
        Field(page, "Run", row.Generation == 0 ? "" : $"number {row.Generation + 1} of this id");
        Field(page, "Input", Code(row.Input));
        Field(page, "Output", Code(row.Output));
        Field(page, "Failure", row.Failure is { } failure ? Describe(failure) : "");
        Field(page, "Messages waiting", loaded.Inbox.Count == 0 ? "" : loaded.Inbox.Count.ToString(CultureInfo.InvariantCulture));
        page.Append("</dl><h2>History</h2><ol>");
        foreach (var turn in loaded.History)
        {
            page.Append(CultureInfo.InvariantCulture, $"<li><time>{Time(turn.At)}</time><ul>");
            foreach (var happened in turn.Events) page.Append(CultureInfo.InvariantCulture, $"<li>{Describe(happened)}</li>");
            foreach (var asked in turn.Actions) page.Append(CultureInfo.InvariantCulture, $"<li class=\"asked\">{Describe(asked)}</li>");
            page.Append("</ul></li>");
        }

        return WriteAsync(response, row.Id, page.Append("</ol>"));
    }

    private static string Describe(HistoryEvent happened) => happened.Kind switch
    {
        EventKind.EventRaised => $"Event <b>{Encode(happened.Name!)}</b> {Code(happened.Data)}",
        EventKind.TaskCompleted => $"#{happened.Id} answered {Code(happened.Data)}",
        EventKind.TaskFailed => $"#{happened.Id} failed: {Describe(happened.Failure!)}",
        EventKind.TimerFired => $"#{happened.Id} timer fired",
        EventKind.EventSent => $"#{happened.Id} event sent",
        _ => $"{happened.Kind} {Code(happened.Data)}",
    };

    private static string Describe(HistoryAction asked) => asked.Kind switch
    {
        ActionKind.Activity => $"#{asked.Id} calls <b>{Encode(asked.Name!)}</b> {Code(asked.Input)}",
        ActionKind.Timer => $"#{asked.Id} timer until {Time(asked.Due!.Value)}",
        ActionKind.SubOrchestration => $"#{asked.Id} calls <b>{Encode(asked.Name!)}</b> as {Link(asked.InstanceId!)} {Code(asked.Input)}",
        _ => $"#{asked.Id} sends <b>{Encode(asked.Name!)}</b> to {Link(asked.InstanceId!)} {Code(asked.Input)}",
    };

    private static string Describe(Failure failure) => $"<span class=\"failed\">{Encode(failure.Type)}: {Encode(failure.Message)}</span>";

    private static void Field(StringBuilder page, string name, string html)
    {
        if (html.Length > 0) page.Append(CultureInfo.InvariantCulture, $"<dt>{name}</dt><dd>{html}</dd>");
    }

    private static Task WriteAsync(HttpResponse response, string title, StringBuilder body)
    {
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.WriteAsync(
            $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{Encode(title)}</title><style>{Style}</style>"
            + $"<body>{body}</body></html>");
    }

    private static string Link(string id) =>
        $"<a href=\"/local/orchestrations/{Encode(Uri.EscapeDataString(id))}\">{Encode(id)}</a>";

    private static string Code(string? payload) => payload is null ? ""
        : $"<code>{Encode(payload.Length > LongestPayload ? payload[..LongestPayload] + "…" : payload)}</code>";

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
