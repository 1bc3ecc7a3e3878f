using System.Security.Cryptography;
using System.Text;
using Dfm.Core.Invoices;
using Dfm.Functions.Dits.Requests;
using Dfm.Functions.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Dfm.Functions.Invoices.Requests;

/// <summary>
/// The form that an invoice is posted with: fields, and one PDF, which is written to a file on this machine while it comes in. A PDF is read
/// from its end, and only one that is accepted is stored.
/// </summary>
public sealed class InvoiceUpload : IAsyncDisposable
{
    private const int MaxFieldBytes = 1024;
    private const long MaxTotal = InvoiceRules.MaxBytes + (64 * 1024);

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "customer", "number", "kind", "date", "dueDate", "net", "vat", "total", "currency", "site", "corrects", "payment",
    };

    private readonly Dictionary<string, string> fields = new(StringComparer.Ordinal);
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private FileStream? pdf;

    /// <summary>The PDF.</summary>
    /// <exception cref="InvalidOperationException">The form was not read.</exception>
    public Stream Pdf => pdf ?? throw new InvalidOperationException("No PDF was read.");

    /// <summary>Of the PDF, in hexadecimal.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>The ERP's code of the customer.</summary>
    public string? Customer => fields.GetValueOrDefault("customer");

    /// <summary>What was entered.</summary>
    public InvoiceForm Form => new(
        fields.GetValueOrDefault("number"),
        fields.GetValueOrDefault("kind"),
        fields.GetValueOrDefault("date"),
        fields.GetValueOrDefault("dueDate"),
        fields.GetValueOrDefault("net"),
        fields.GetValueOrDefault("vat"),
        fields.GetValueOrDefault("total"),
        fields.GetValueOrDefault("currency"),
        fields.GetValueOrDefault("site"),
        fields.GetValueOrDefault("corrects"),
        fields.GetValueOrDefault("payment"));

    /// <summary>All that was sent, as one text: for the fingerprint of an Idempotency-Key.</summary>
    public string Text() =>
        string.Join('\n', fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field}").Append(Sha256));

    /// <summary>Reads the whole form; null when all went well, else why not.</summary>
    public async Task<Problem?> Read(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxTotal) return InvoiceProblems.TooLarge;
        if (DitUpload.Boundary(request) is not { } boundary) return UploadProblems.NotMultipart;
        try
        {
            return await ReadSections(new MultipartReader(boundary, request.Body), cancellationToken);
        }
        catch (BoundedStream.TooLongException)
        {
            return InvoiceProblems.TooLarge;
        }
        catch (Exception failure) when (RequestBody.IsBroken(failure, cancellationToken))
        {
            return RequestBody.Refusal(failure, UploadProblems.Malformed, InvoiceProblems.TooLarge);
        }
    }

    public async ValueTask DisposeAsync()
    {
        hash.Dispose();
        if (pdf is not null) await pdf.DisposeAsync();
    }

    private async Task<Problem?> ReadSections(MultipartReader reader, CancellationToken cancellationToken)
    {
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) return UploadProblems.Malformed;
            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            if (disposition.IsFileDisposition())
            {
                if (pdf is not null) return Problem.Validation("file", "Une facture, un seul PDF.");
                await ReadPdf(section.Body, cancellationToken);
            }
            else if (!Names.Contains(name) || fields.ContainsKey(name))
            {
                return UploadProblems.UnknownField(name);
            }
            else if (await ReadField(section.Body, cancellationToken) is { } text)
            {
                fields[name] = text;
            }
            else
            {
                return UploadProblems.FieldTooLong(name);
            }
        }

        return pdf is { Length: > 0 } ? null : Problem.Validation("file", "Joignez le PDF de la facture.");
    }

    /// <summary>Null when it is too long.</summary>
    private static async Task<string?> ReadField(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxFieldBytes + 1];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return read <= MaxFieldBytes ? Encoding.UTF8.GetString(buffer, 0, read) : null;
    }

    private async Task ReadPdf(Stream body, CancellationToken cancellationToken)
    {
        pdf = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        });
        var bounded = new BoundedStream(ReadOnlyMemory<byte>.Empty, body, InvoiceRules.MaxBytes, hash);
        await bounded.CopyToAsync(pdf, cancellationToken);
        await pdf.FlushAsync(cancellationToken);
        Sha256 = Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
