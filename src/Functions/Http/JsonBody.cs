using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Dfm.Functions.Http;

/// <summary>Reads a request's JSON body: bounded, strict, with a specific problem for each error.</summary>
public static class JsonBody
{
    /// <summary>The maximum size of a JSON body, in bytes.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>The body as a <typeparamref name="T"/>. Required fields are checked by the caller: declare them nullable.</summary>
    /// <returns>
    /// The value, or <c>unsupported-media-type</c> (415), <c>too-large</c> (413), <c>bad-request</c> (400: the body could not be read),
    /// <c>malformed-json</c> (400: not JSON), or <c>validation-failed</c> (400: an unknown field or a value of another type, named in
    /// <c>errors</c>).
    /// </returns>
    public static async Task<Result<T>> Read<T>(HttpRequest request, CancellationToken cancellationToken) where T : class =>
        request.HasJsonContentType()
            ? await RequestBody.Read(request, MaxLength, RequestProblems.TooLarge(MaxLength), body => Parse<T>(WithoutMark(body)), cancellationToken)
            : RequestProblems.NotJson;

    /// <summary>The names of the fields present in a body; null counts as absent.</summary>
    public static IEnumerable<string> FieldsOf<T>(T body) where T : class =>
        JsonSerializer.SerializeToNode(body, PortalJson.Options)!.AsObject().Where(field => field.Value is not null).Select(field => field.Key);

    /// <summary>PowerShell and .NET write a byte order mark, which may be ignored (RFC 8259, 8.1).</summary>
    private static ReadOnlySequence<byte> WithoutMark(ReadOnlySequence<byte> json)
    {
        var reader = new SequenceReader<byte>(json);
        reader.IsNext(Encoding.UTF8.Preamble, advancePast: true);
        return reader.UnreadSequence;
    }

    private static Result<T> Parse<T>(ReadOnlySequence<byte> json) where T : class
    {
        if (!IsObject(json)) return RequestProblems.MalformedJson;
        try
        {
            var reader = new Utf8JsonReader(json);
            return JsonSerializer.Deserialize<T>(ref reader, PortalJson.Options)!;
        }
        catch (JsonException e)
        {
            return Problem.Validation(FieldOf(e), "Champ inconnu, en double ou de valeur inattendue.");
        }
    }

    private static bool IsObject(ReadOnlySequence<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject) return false;
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // "$.contact.phone" is the path of the field « contact.phone ».
    private static string FieldOf(JsonException e) =>
        e.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "body";
}
