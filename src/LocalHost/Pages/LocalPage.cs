using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Dfm.LocalHost.Pages;

/// <summary>What the pages below <c>/local</c> share: their frame, their style, and how they show texts and times.</summary>
internal static class LocalPage
{
    private const int LongestPayload = 4000;
    private const int LongestInline = 120;

    // What a page shows is encoded as HTML; JSON's own escapes would only hide the letters.
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };

    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1c2733}
        table{border-collapse:collapse;width:100%;margin-bottom:2rem}
        td,th{padding:.4rem .6rem;text-align:left;border-bottom:1px solid #dde3ea;vertical-align:top}
        code{font-size:13px;overflow-wrap:anywhere}dt{font-weight:600}dd{margin:0 0 .4rem}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f5f7fa;padding:1rem;margin:0}
        input,button{font:inherit;padding:.2rem .6rem}.failed{color:#a11}
        """;

    /// <summary>True when the caller asks for JSON in place of the page: by <c>?format=json</c>, or else by the Accept header.</summary>
    public static bool WantsJson(HttpRequest request)
    {
        var format = request.Query["format"].ToString();
        if (format.Length > 0)
            return format == "json";
        return request.GetTypedHeaders().Accept
            .Any(accept => accept.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Writes a page. It runs no script, and loads and frames nothing but what <paramref name="policy"/> allows.</summary>
    /// <param name="response">Where to.</param>
    /// <param name="title">The title, as text.</param>
    /// <param name="body">The body, as HTML.</param>
    /// <param name="style">Rules of this page alone.</param>
    /// <param name="policy">Further directives of its Content-Security-Policy.</param>
    public static Task WriteAsync(
        HttpResponse response, string title, StringBuilder body, string style = "", string policy = "form-action 'self'")
    {
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; {policy}";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.WriteAsync(
            $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{Encode(title)}</title><style>{Style}{style}</style>"
            + $"<body>{body}</body></html>");
    }

    /// <summary>Adds a name and its value to a list; nothing when there is no value.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="name">As text.</param>
    /// <param name="html">As HTML.</param>
    public static void Field(StringBuilder page, string name, string html)
    {
        if (html.Length > 0)
            page.Append(CultureInfo.InvariantCulture, $"<dt>{Encode(name)}</dt><dd>{html}</dd>");
    }

    /// <summary>A text in the type of code, cut when it is long; as HTML.</summary>
    public static string Code(string? payload) => payload is null ? "" : $"<code>{Encode(Cut(payload))}</code>";

    /// <summary>A payload: JSON with its letters readable; folded away behind its beginning when it is long; as HTML.</summary>
    public static string Payload(string? payload)
    {
        var readable = payload is null ? null : Json(payload, Compact) ?? payload;
        if (readable is null || readable.Length <= LongestInline) return Code(readable);
        return $"<details><summary><code>{Encode(readable[..LongestInline])}…</code></summary>"
            + $"<pre>{Encode(Cut(Indent(readable) ?? readable))}</pre></details>";
    }

    /// <summary>JSON with a line for each value; null for what is no JSON.</summary>
    public static string? Indent(string text) => Json(text, Indented);

    /// <summary>The beginning of a long text.</summary>
    public static string Cut(string text) => text.Length > LongestPayload ? text[..LongestPayload] + "…" : text;

    /// <summary>An instant in UTC, to the millisecond.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static string? Json(string text, JsonSerializerOptions options)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(json.RootElement, options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A text as HTML.</summary>
    public static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");
}
