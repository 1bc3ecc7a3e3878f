using System.Buffers;

namespace Dfm.Functions.Http.Forms;

/// <summary>The text fields of one form. They are bytes until all have been read: the form's charset may come last.</summary>
/// <param name="names">The fields that the form may have.</param>
public sealed class FormFields(IReadOnlySet<string> names)
{
    private const int MaxBytes = 32 * 1024;

    /// <summary>A field that browsers fill in with the charset of the form (RFC 7578, 4.6).</summary>
    private const string CharsetField = "_charset_";

    private readonly Dictionary<string, (byte[] Bytes, string? Charset)> received = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);

    /// <summary>A field's text, once all are decoded; null when the form has none of that name.</summary>
    public string? this[string field] => texts.GetValueOrDefault(field);

    /// <summary>All fields, once they are decoded, in the order in which they came.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => texts;

    /// <summary>Reads a field, or tells why not.</summary>
    public async Task<Problem?> Add(FormPart part, CancellationToken cancellationToken)
    {
        var field = part.Field;
        if ((!names.Contains(field) && field != CharsetField) || received.ContainsKey(field)) return FormProblems.UnknownField(field);
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes);
        try
        {
            var room = buffer.AsMemory(0, MaxBytes);
            var read = await part.Body.ReadAtLeastAsync(room, MaxBytes, throwOnEndOfStream: false, cancellationToken);
            if (read == MaxBytes) return FormProblems.FieldTooLong(field);
            received[field] = (buffer[..read], part.Charset);
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Decodes all fields, each by its own charset, else by the form's, else by UTF-8; or tells which one cannot be.</summary>
    public Problem? Decode()
    {
        var form = received.Remove(CharsetField, out var named) ? FieldText.Decode(named.Bytes, null) : null;
        foreach (var (field, (bytes, own)) in received)
        {
            if (FieldText.Decode(bytes, own ?? form) is not { } text) return FormProblems.NotDecodable(field);
            texts[field] = text;
        }

        return null;
    }
}
