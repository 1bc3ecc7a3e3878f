using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Dfm.LocalHost.Pages;

/// <summary>What the pages below <c>/local</c> share: their frame, their style, and how they show tables, texts and times.</summary>
internal static class LocalPage
{
    private const int LongestPayload = 4000;
    private const int LongestInline = 120;

    // What a page shows is encoded as HTML; JSON's own escapes would only hide the letters.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1c2733}
        table{border-collapse:collapse;width:100%;margin-bottom:2rem}
        td,th{padding:.4rem .6rem;text-align:left;border-bottom:1px solid #dde3ea;vertical-align:top}
        code{font-size:13px;overflow-wrap:anywhere}dt{font-weight:600}dd{margin:0 0 .4rem}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f5f7fa;padding:1rem;margin:0}
        input,button{font:inherit;padding:.2rem .6rem}.failed{color:#a11}
        iframe{width:100%;height:36rem;border:1px solid #dde3ea}
        """;

    /// <summary>True when the caller asks for JSON in place of the page: by <c>?format=json</c>, or else by the Accept header.</summary>
    public static bool WantsJson(HttpRequest request) => request.Query["format"].ToString() switch
    {
        "" => request.GetTypedHeaders().Accept.Any(accept => accept.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)),
        var format => format == "json",
    };

    /// <summary>
    /// Writes a page: its title as text, its body as HTML. It runs no script, and loads and frames nothing but what
    /// <paramref name="policy"/>, more directives of its Content-Security-Policy, allows.
    /// </summary>
    public static Task WriteAsync(HttpResponse response, string title, StringBuilder body, string policy = "form-action 'self'")
    {
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; {policy}";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.WriteAsync($"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{Encode(title)}</title><style>{Style}</style>"
            + $"<body>{body}</body></html>");
    }

    /// <summary>A table with a row for each item, marked if it has failed; each column's heading is text, its cells are HTML.</summary>
    public static string Table<T>(IEnumerable<T> items, Func<T, bool> hasFailed, params (string Heading, Func<T, string> Cell)[] columns)
    {
        var rows = items.Select(item =>
            $"<tr{(hasFailed(item) ? " class=\"failed\"" : "")}>{string.Concat(columns.Select(column => $"<td>{column.Cell(item)}</td>"))}</tr>");
        return $"<table><tr>{string.Concat(columns.Select(column => $"<th>{Encode(column.Heading)}</th>"))}</tr>{string.Concat(rows)}</table>";
    }

    /// <summary>Adds a name (text) and its value (HTML) to a list; nothing when there is no value.</summary>
    public static void Field(StringBuilder page, string name, string html)
    {
        if (html.Length > 0) page.Append(CultureInfo.InvariantCulture, $"<dt>{Encode(name)}</dt><dd>{html}</dd>");
    }

    /// <summary>A link as HTML.</summary>
    public static string Link(string path, string text) => $"<a href=\"{Encode(path)}\">{Encode(text)}</a>";

    /// <summary>A text in the type of code, cut when it is long; as HTML.</summary>
    public static string Code(string? payload) => payload is null ? "" : $"<code>{Encode(Cut(payload))}</code>";

    /// <summary>A payload: JSON with its letters readable; folded away behind its beginning when it is long; as HTML.</summary>
    public static string Payload(string? payload)
    {
        var readable = Json(payload) is { } json ? JsonSerializer.Serialize(json, Readable) : payload;
        return readable is { Length: > LongestInline }
            ? $"<details><summary><code>{Encode(readable[..LongestInline])}…</code></summary><pre>{Encode(Cut(readable))}</pre></details>"
            : Code(readable);
    }

    /// <summary>The beginning of a long text.</summary>
    public static string Cut(string text) => text.Length > LongestPayload ? text[..LongestPayload] + "…" : text;

    /// <summary>An instant in UTC, to the millisecond.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>A text as HTML.</summary>
    public static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    /// <summary>The JSON that a payload is; null when it is none.</summary>
    public static JsonElement? Json(string? payload)
    {
        try
        {
            return payload is null ? null : JsonElement.Parse(payload);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
