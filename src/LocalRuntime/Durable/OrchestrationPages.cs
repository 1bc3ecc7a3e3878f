using System.Globalization;
using System.Text;
using Dfm.LocalRuntime.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Durable;

/// <summary>Which instances somebody wants to see.</summary>
/// <param name="Prefix">What their ids begin with; empty for all.</param>
/// <param name="Name">The orchestrator; empty for all.</param>
/// <param name="Status">Where they stand; null for all.</param>
internal sealed record OrchestrationFilter(string Prefix, string Name, OrchestrationRuntimeStatus? Status)
{
    /// <summary>Whether an instance that the storage found by the prefix is one of them, but for its status.</summary>
    public bool Fits(InstanceRow row) => Name.Length == 0 || row.Name.Equals(Name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The orchestrations as HTML: the list with its filter, and one instance with its history as a timeline.</summary>
internal static class OrchestrationPages
{
    /// <summary>How many instances the list shows at most.</summary>
    public const int MostListed = 200;

    private const string Style = """
        form{margin-bottom:1rem}form label{margin-right:1rem}nav a{margin-right:1rem}nav a[aria-current]{font-weight:600}
        td.at{white-space:nowrap}tr.failed td{color:#a11}tr.asked td:nth-child(2){color:#3c5a00}
        .words{background:#f5f7fa;border-left:3px solid #b6c4d4;padding:.6rem 1rem}.words.failed{border-color:#a11}
        """;

    /// <summary>Writes the newest of the instances that fit, and how many there are of each status.</summary>
    /// <param name="response">Where to.</param>
    /// <param name="instances">Those that fit but for their status.</param>
    /// <param name="filter">What was asked for.</param>
    public static Task WriteListAsync(HttpResponse response, IReadOnlyCollection<InstanceRow> instances, OrchestrationFilter filter)
    {
        var page = new StringBuilder("<h1>Orchestrations</h1>");
        WriteFilter(page, filter);
        WriteCounts(page, instances, filter);
        var shown = instances.Where(row => filter.Status is not { } status || row.Status == status)
            .OrderByDescending(row => row.Updated).ToList();
        if (shown.Count > MostListed)
            page.Append(CultureInfo.InvariantCulture, $"<p>The {MostListed} that changed last, of {shown.Count}.</p>");
        if (shown.Count == 0)
            page.Append("<p>No orchestration.</p>");
        else
            WriteTable(page, shown.Take(MostListed));
        return LocalPage.WriteAsync(response, "Orchestrations", page, Style);
    }

    /// <summary>Writes one instance and the turns of its present run.</summary>
    public static Task WriteInstanceAsync(HttpResponse response, LoadedInstance loaded)
    {
        var row = loaded.Row;
        var page = new StringBuilder("<p><a href=\"/local/orchestrations\">Orchestrations</a></p>");
        var failed = row.Status == OrchestrationRuntimeStatus.Failed ? " failed" : "";
        page.Append(CultureInfo.InvariantCulture, $"<h1>{LocalPage.Encode(row.Id)}</h1>")
            .Append(CultureInfo.InvariantCulture, $"<p class=\"words{failed}\"><strong>{row.Status}.</strong> ")
            .Append(CultureInfo.InvariantCulture, $"{LocalPage.Encode(InPlainWords.Say(loaded))}</p><dl>");
        LocalPage.Field(page, "Orchestrator", LocalPage.Encode(row.Name));
        LocalPage.Field(page, "Custom status", LocalPage.Payload(row.CustomStatus));
        LocalPage.Field(page, "Created (UTC)", LocalPage.Time(row.Created));
        LocalPage.Field(page, "Updated (UTC)", LocalPage.Time(row.Updated));
        LocalPage.Field(page, "Next timer (UTC)", row.Due is { } due ? LocalPage.Time(due) : "");
        LocalPage.Field(page, "Parent", row.Parent is { } parent ? Link(parent.InstanceId) : "");
        LocalPage.Field(page, "Run", row.Generation == 0 ? "" : $"number {row.Generation + 1} of this id");
        LocalPage.Field(page, "Input", LocalPage.Payload(row.Input));
        LocalPage.Field(page, "Output", LocalPage.Payload(row.Output));
        LocalPage.Field(page, "Failure", row.Failure is { } failure ? Describe(failure) : "");
        var waiting = loaded.Inbox.Count;
        LocalPage.Field(page, "Messages waiting", waiting == 0 ? "" : waiting.ToString(CultureInfo.InvariantCulture));
        page.Append("</dl><h2>History</h2>");
        WriteTimeline(page, loaded);
        return LocalPage.WriteAsync(response, row.Id, page, Style);
    }

    private static void WriteFilter(StringBuilder page, OrchestrationFilter filter)
    {
        page.Append("<form><label>Id begins with ")
            .Append(CultureInfo.InvariantCulture, $"<input name=\"prefix\" value=\"{LocalPage.Encode(filter.Prefix)}\"></label><label>Orchestrator ")
            .Append(CultureInfo.InvariantCulture, $"<input name=\"name\" value=\"{LocalPage.Encode(filter.Name)}\"></label>");
        if (filter.Status is { } status)
            page.Append(CultureInfo.InvariantCulture, $"<input type=\"hidden\" name=\"status\" value=\"{status}\">");
        page.Append("<button>Filter</button></form>");
    }

    private static void WriteCounts(StringBuilder page, IReadOnlyCollection<InstanceRow> instances, OrchestrationFilter filter)
    {
        page.Append("<nav>");
        Count("All", null, instances.Count);
        foreach (var group in instances.GroupBy(row => row.Status).OrderBy(group => group.Key)) Count($"{group.Key}", group.Key, group.Count());
        page.Append("</nav>");

        void Count(string title, OrchestrationRuntimeStatus? status, int count)
        {
            var query = $"prefix={Uri.EscapeDataString(filter.Prefix)}&name={Uri.EscapeDataString(filter.Name)}&status={status}";
            var isCurrent = status == filter.Status ? " aria-current=\"page\"" : "";
            page.Append(
                CultureInfo.InvariantCulture,
                $"<a href=\"/local/orchestrations?{LocalPage.Encode(query)}\"{isCurrent}>{title} ({count})</a>");
        }
    }

    private static void WriteTable(StringBuilder page, IEnumerable<InstanceRow> rows)
    {
        page.Append("<table><tr><th>Id</th><th>Orchestrator</th><th>Status</th><th>Custom status</th>")
            .Append("<th>Created (UTC)</th><th>Updated (UTC)</th><th>Next timer (UTC)</th></tr>");
        foreach (var row in rows)
        {
            var isFailed = row.Status == OrchestrationRuntimeStatus.Failed ? " class=\"failed\"" : "";
            page.Append(CultureInfo.InvariantCulture, $"<tr{isFailed}><td>{Link(row.Id)}</td><td>{LocalPage.Encode(row.Name)}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{row.Status}</td><td>{LocalPage.Payload(row.CustomStatus)}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{LocalPage.Time(row.Created)}</td><td>{LocalPage.Time(row.Updated)}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{(row.Due is { } due ? LocalPage.Time(due) : "")}</td></tr>");
        }

        page.Append("</table>");
    }

    private static void WriteTimeline(StringBuilder page, LoadedInstance loaded)
    {
        page.Append("<table><tr><th>At (UTC)</th><th>What</th><th>Answer</th><th>Took</th></tr>");
        foreach (var entry in Timeline.Of(loaded.History))
        {
            var kind = entry.HasFailed ? "failed" : entry.Asked is null ? "came" : "asked";
            page.Append(CultureInfo.InvariantCulture, $"<tr class=\"{kind}\"><td class=\"at\"><time>{LocalPage.Time(entry.At)}</time></td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{(entry.Asked is { } asked ? Describe(asked) : Describe(entry.Happened!))}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{(entry.Asked is null ? "" : Answer(entry, loaded.Row))}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{Took(entry.AnsweredAt - entry.At)}</td></tr>");
        }

        page.Append("</table>");
    }

    private static string Answer(TimelineEntry entry, InstanceRow row) => entry.Happened switch
    {
        null when entry.Asked!.Kind == ActionKind.Timer && (row.IsFinished || row.Due != entry.Asked.Due) => "not, or not yet, awaited to its end",
        null when row.IsFinished => "none: the orchestration ended before",
        null => "outstanding",
        { Kind: EventKind.TaskCompleted } happened => LocalPage.Payload(happened.Data),
        { Kind: EventKind.TaskFailed } happened => Describe(happened.Failure!),
        { Kind: EventKind.TimerFired } => "fired",
        _ => "sent",
    };

    private static string Describe(HistoryEvent happened) => happened.Kind switch
    {
        EventKind.EventRaised => $"Event <b>{LocalPage.Encode(happened.Name)}</b> {LocalPage.Payload(happened.Data)}",
        _ => $"{happened.Kind} {LocalPage.Payload(happened.Data)}",
    };

    private static string Describe(HistoryAction asked) => asked.Kind switch
    {
        ActionKind.Activity => $"#{asked.Id} calls <b>{LocalPage.Encode(asked.Name)}</b> {LocalPage.Payload(asked.Input)}",
        ActionKind.Timer => $"#{asked.Id} timer until {LocalPage.Time(asked.Due!.Value)}",
        ActionKind.SubOrchestration =>
            $"#{asked.Id} calls <b>{LocalPage.Encode(asked.Name)}</b> as {Link(asked.InstanceId!)} {LocalPage.Payload(asked.Input)}",
        _ => $"#{asked.Id} sends <b>{LocalPage.Encode(asked.Name)}</b> to {Link(asked.InstanceId!)} {LocalPage.Payload(asked.Input)}",
    };

    private static string Describe(Failure failure)
    {
        var html = $"<span class=\"failed\">{LocalPage.Encode(failure.Type)}: {LocalPage.Encode(LocalPage.Cut(failure.Message))}</span>";
        if (failure.Stack is { } stack)
            html += $"<details><summary>Where</summary><pre>{LocalPage.Encode(stack)}</pre></details>";
        return failure.Inner is { } inner ? $"{html}<div>caused by {Describe(inner)}</div>" : html;
    }

    private static string Took(TimeSpan? time) => time switch
    {
        null => "",
        { TotalSeconds: < 1 } some => string.Create(CultureInfo.InvariantCulture, $"{some.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } some => string.Create(CultureInfo.InvariantCulture, $"{some.TotalSeconds:0.0} s"),
        { } some => some.ToString("d' d 'hh':'mm':'ss", CultureInfo.InvariantCulture),
    };

    private static string Link(string id) =>
        $"<a href=\"/local/orchestrations/{LocalPage.Encode(Uri.EscapeDataString(id))}\">{LocalPage.Encode(id)}</a>";
}
