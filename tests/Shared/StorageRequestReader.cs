using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dfm.Testing;

/// <summary>Tells what a storage request does from its method, address, headers and, for tables, its body.</summary>
internal static partial class StorageRequestReader
{
    /// <summary>Reads one request. <paramref name="pathAndQuery"/> is path-style: it begins with the account.</summary>
    /// <param name="number">The request's number.</param>
    /// <param name="service">The service it was sent to.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="pathAndQuery">The raw request target.</param>
    /// <param name="hasIfMatch">Whether it carries If-Match.</param>
    /// <param name="body">The body of a table request, else null.</param>
    /// <param name="traceId">The trace it belongs to.</param>
    public static StorageRequest Read(
        int number, StorageService service, string method, string pathAndQuery, bool hasIfMatch, string? body, string? traceId)
    {
        var question = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var path = Uri.UnescapeDataString(question < 0 ? pathAndQuery : pathAndQuery[..question]);
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(question < 0 ? "" : pathAndQuery[question..]);
        string? Parameter(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;
        var segments = path.TrimStart('/').Split('/', 3);
        var resource = segments.Length > 1 ? segments[1] : "";
        var rest = segments.Length > 2 ? segments[2] : null;
        return service switch
        {
            StorageService.Blob => Plain(BlobOperation(method, rest, Parameter("comp"), Parameter("restype")), rest),
            StorageService.Queue => Plain(QueueOperation(method, rest, Parameter("peekonly")), rest),
            _ => Table(),
        };

        StorageRequest Plain(string operation, string? key) =>
            new(number, service, method, operation, resource, key, null, null, null, [], traceId);

        StorageRequest Table()
        {
            // Keys may hold slashes: take all that follows the account.
            var target = path.TrimStart('/')[(segments[0].Length + 1)..];
            if (target == "$batch") return Transaction(number, body ?? "", traceId);
            var entity = EntityAddress().Match(target);
            if (entity.Success)
            {
                var operation = method switch
                {
                    "GET" => "Get",
                    "PUT" => "Replace",
                    "PATCH" or "MERGE" => "Merge",
                    _ => "Delete",
                };
                // A write without If-Match does not ask whether somebody else was there first.
                if (operation is "Replace" or "Merge" && !hasIfMatch) operation = "Upsert" + operation;
                return new StorageRequest(number, service, method, operation, entity.Groups["table"].Value, null,
                    Unquoted(entity.Groups["partition"].Value), Unquoted(entity.Groups["row"].Value), null, [], traceId)
                {
                    Body = JsonOf(body),
                    IsConditional = hasIfMatch,
                };
            }

            if (target.StartsWith("Tables", StringComparison.Ordinal))
            {
                return Plain(method switch { "POST" => "CreateTable", "DELETE" => "DeleteTable", _ => "ListTables" }, null);
            }

            if (method != "POST")
            {
                return new StorageRequest(number, service, method, "Query", target.Replace("()", "", StringComparison.Ordinal), null,
                    null, null, Parameter("$filter"), [], traceId);
            }

            var (partition, row) = KeysOf(body);
            return new StorageRequest(number, service, method, "Insert", target, null, partition, row, null, [], traceId)
            {
                Body = JsonOf(body),
            };
        }
    }

    private static string BlobOperation(string method, string? blob, string? comp, string? restype) => (method, blob, comp) switch
    {
        ("PUT", null, _) when restype == "container" => "CreateContainer",
        ("DELETE", null, _) => "DeleteContainer",
        ("GET", null, "list") => "ListBlobs",
        ("PUT", _, "block") => "PutBlock",
        ("PUT", _, "blocklist") => "PutBlockList",
        ("PUT", _, "metadata") => "SetMetadata",
        ("PUT", _, null) => "PutBlob",
        ("GET", _, null) => "GetBlob",
        ("HEAD", _, _) => "HeadBlob",
        ("DELETE", _, _) => "DeleteBlob",
        _ => $"{method} {comp}",
    };

    private static string QueueOperation(string method, string? rest, string? peekOnly) => (method, rest) switch
    {
        ("PUT", null) => "CreateQueue",
        ("DELETE", null) => "DeleteQueue",
        ("GET", null) => "GetQueueProperties",
        ("POST", "messages") => "PutMessage",
        ("GET", "messages") => peekOnly is null ? "GetMessages" : "PeekMessages",
        ("DELETE", "messages") => "ClearMessages",
        ("PUT", _) => "UpdateMessage",
        ("DELETE", _) => "DeleteMessage",
        _ => method,
    };

    /// <summary>An entity-group transaction: a MIME body whose parts are requests themselves.</summary>
    private static StorageRequest Transaction(int number, string body, string? traceId)
    {
        var parts = InnerRequest().Matches(body).Select(match => Read(
            number,
            StorageService.Table,
            match.Groups["method"].Value,
            new Uri(match.Groups["url"].Value).PathAndQuery,
            match.Groups["rest"].Value.Contains("If-Match:", StringComparison.OrdinalIgnoreCase),
            match.Groups["rest"].Value,
            traceId)).ToArray();
        return new StorageRequest(
            number, StorageService.Table, "POST", "Transaction", parts.FirstOrDefault()?.Resource ?? "", null,
            parts.FirstOrDefault()?.PartitionKey, null, null, parts, traceId)
        {
            IsConditional = parts.Any(part => part.IsConditional),
        };
    }

    private static (string? Partition, string? Row) KeysOf(string? body)
    {
        if (JsonOf(body) is not { } text) return (null, null);
        using var json = JsonDocument.Parse(text);
        string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        return (Text("PartitionKey"), Text("RowKey"));
    }

    /// <summary>The JSON in a body, or in a part of a transaction behind its headers; null when there is none.</summary>
    private static string? JsonOf(string? body) =>
        body is not null && body.IndexOf('{', StringComparison.Ordinal) is >= 0 and var start
            ? body[start..(body.LastIndexOf('}') + 1)]
            : null;

    private static string Unquoted(string value) => value.Replace("''", "'", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?<table>[^(]+)\(PartitionKey='(?<partition>.*?)',\s*RowKey='(?<row>.*)'\)$", RegexOptions.Singleline)]
    private static partial Regex EntityAddress();

    [GeneratedRegex(@"^(?<method>GET|POST|PUT|PATCH|MERGE|DELETE) (?<url>http\S+) HTTP/1\.1\r?\n(?<rest>.*?)(?=^--)",
        RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex InnerRequest();
}
