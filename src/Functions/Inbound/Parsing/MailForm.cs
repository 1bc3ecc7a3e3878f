using System.Buffers;
using System.Text.Json;
using Dfm.Functions.Http.Forms;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Inbound.Parsing;

/// <summary>
/// The form in which Inbound Parse brings a mail: fields, and either the mail as it is (<c>email</c>, the raw form) or its headers, its texts
/// and its files one by one (the parsed form).
/// </summary>
public sealed class MailForm : IAsyncDisposable
{
    private const int LongestField = MailContent.LongestText;
    private const string RawField = "email";

    private readonly Dictionary<string, byte[]> fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string? Name, string Type, string? ContentId)> attachments = new(StringComparer.Ordinal);

    /// <summary>The mail as it is, from its first byte on; null in the parsed form.</summary>
    public FileStream? Raw { get; private set; }

    /// <summary>A field's text in the charset that the form names for it; empty where there is none.</summary>
    public string this[string field] =>
        fields.TryGetValue(field, out var bytes) ? MailCharset.Decode(bytes, Charsets.GetValueOrDefault(field)) : "";

    /// <summary>A field's bytes; empty where there is none.</summary>
    public byte[] Bytes(string field) => fields.GetValueOrDefault(field, []);

    /// <summary>Reads the form; its files go to the spool.</summary>
    /// <exception cref="IOException">The form breaks off.</exception>
    /// <exception cref="InvalidDataException">It is no form.</exception>
    public async Task Read(Stream form, string contentType, MailSpool spool, CancellationToken cancellationToken)
    {
        var boundary = MultipartForm.BoundaryOf(contentType) ?? throw new InvalidDataException("No form.");
        await foreach (var part in MultipartForm.Parts(form, boundary, cancellationToken))
        {
            if (part.Field == RawField) Raw ??= await TemporaryFile.Of(part.Body, cancellationToken);
            else if (part.FileName is null) await ReadField(part, cancellationToken);
            else await ReadFile(part, spool, cancellationToken);
        }
    }

    /// <summary>The mail as it is, of a form of which nothing else is wanted; null in the parsed form.</summary>
    /// <exception cref="IOException">The form breaks off before it.</exception>
    /// <exception cref="InvalidDataException">It is no form.</exception>
    public static async Task<FileStream?> ReadRaw(Stream form, string contentType, CancellationToken cancellationToken)
    {
        var boundary = MultipartForm.BoundaryOf(contentType) ?? throw new InvalidDataException("No form.");
        await foreach (var part in MultipartForm.Parts(form, boundary, cancellationToken))
            if (part.Field == RawField) return await TemporaryFile.Of(part.Body, cancellationToken);
        return null;
    }

    public ValueTask DisposeAsync() => Raw?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>What the form names for its texts: <c>{"subject":"UTF-8","text":"iso-8859-1"}</c>.</summary>
    private Dictionary<string, string> Charsets => charsets ??= Parse<Dictionary<string, string>>("charsets") ?? [];

    private Dictionary<string, string>? charsets;

    /// <summary>Of a longer field the beginning is kept.</summary>
    private async Task ReadField(FormPart part, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LongestField);
        try
        {
            var read = await part.Body.ReadAtLeastAsync(buffer.AsMemory(0, LongestField), LongestField, false, cancellationToken);
            fields.TryAdd(part.Field, buffer[..read]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The fields with what is known of the files come before them.</summary>
    private async Task ReadFile(FormPart part, MailSpool spool, CancellationToken cancellationToken)
    {
        if (attachments.Count == 0)
            foreach (var (field, info) in Parse<Dictionary<string, AttachmentInfo>>("attachment-info") ?? [])
                attachments[field] = (info.Filename ?? info.Name, info.Type ?? "", info.ContentId);
        var (name, type, contentId) = attachments.GetValueOrDefault(part.Field, (part.FileName, "", null));
        await spool.Add(name ?? part.FileName, type, contentId?.Trim('<', '>'), stream => part.Body.CopyToAsync(stream, cancellationToken));
    }

    private T? Parse<T>(string field) where T : class
    {
        try
        {
            return fields.TryGetValue(field, out var bytes) ? JsonSerializer.Deserialize<T>(bytes, InfoJson) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The envelope: <c>{"to":["a@example.com"],"from":"b@example.net"}</c>.</summary>
    public MailEnvelope Envelope() => Parse<MailEnvelope>("envelope") ?? new(null, null);

    private static readonly JsonSerializerOptions InfoJson = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower };

    private sealed record AttachmentInfo(string? Filename, string? Name, string? Type, string? ContentId);
}

/// <summary>Who a mail came from and to, as the servers told each other.</summary>
public sealed record MailEnvelope(IReadOnlyList<string>? To, string? From);
