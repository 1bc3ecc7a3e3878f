using System.Security.Cryptography;
using System.Text;
using Dfm.Core.Invoices;
using Dfm.Functions.Attachments;
using Dfm.Functions.Http;
using Dfm.Functions.Http.Forms;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Invoices.Requests;

/// <summary>
/// The form that an invoice is posted with: fields, and one PDF, which is written to a file on this machine while it comes in. A PDF is read
/// from its end, and only one that is accepted is stored.
/// </summary>
public sealed class InvoiceUpload : IAsyncDisposable
{
    private const long MaxTotal = InvoiceRules.MaxBytes + (64 * 1024);

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "customer", "number", "kind", "date", "dueDate", "net", "vat", "total", "currency", "site", "corrects", "payment",
    };

    private readonly FormFields fields = new(Names);
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private FileStream? pdf;

    /// <summary>The PDF.</summary>
    /// <exception cref="InvalidOperationException">The form was not read.</exception>
    public Stream Pdf => pdf ?? throw new InvalidOperationException("No PDF was read.");

    /// <summary>Of the PDF, in hexadecimal.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>The ERP's code of the customer.</summary>
    public string? Customer => fields["customer"];

    /// <summary>What was entered.</summary>
    public InvoiceForm Form => new(
        fields["number"],
        fields["kind"],
        fields["date"],
        fields["dueDate"],
        fields["net"],
        fields["vat"],
        fields["total"],
        fields["currency"],
        fields["site"],
        fields["corrects"],
        fields["payment"]);

    /// <summary>The hash of all that was sent.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', fields.All.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field}").Append(Sha256)))));

    /// <summary>Reads the whole form; null when all went well, else why not.</summary>
    public async Task<Problem?> Read(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxTotal) return InvoiceProblems.TooLarge;
        if (MultipartForm.BoundaryOf(request) is not { } boundary) return FormProblems.NotMultipart;
        try
        {
            return await ReadParts(MultipartForm.Parts(request, boundary, cancellationToken), cancellationToken);
        }
        catch (BoundedStream.TooLongException)
        {
            return InvoiceProblems.TooLarge;
        }
        catch (Exception failure) when (RequestBody.IsBroken(failure, cancellationToken))
        {
            return RequestBody.Refusal(failure, FormProblems.Malformed, InvoiceProblems.TooLarge);
        }
    }

    public async ValueTask DisposeAsync()
    {
        hash.Dispose();
        if (pdf is not null) await pdf.DisposeAsync();
    }

    private async Task<Problem?> ReadParts(IAsyncEnumerable<FormPart> parts, CancellationToken cancellationToken)
    {
        await foreach (var part in parts)
        {
            if (part.FileName is null)
            {
                if (await fields.Add(part, cancellationToken) is { } problem) return problem;
                continue;
            }

            if (pdf is { Length: > 0 })
            {
                // A file input without a choice (HTML, 4.10.21.8).
                if (part.FileName.Length == 0 && await part.Body.ReadAsync(new byte[1], cancellationToken) == 0) continue;
                return Problem.Validation("file", "Une facture, un seul PDF.");
            }

            await ReadPdf(part.Body, cancellationToken);
        }

        return fields.Decode() ?? (pdf is { Length: > 0 } ? null : Problem.Validation("file", "Joignez le PDF de la facture."));
    }

    private async Task ReadPdf(Stream body, CancellationToken cancellationToken)
    {
        if (pdf is not null) await pdf.DisposeAsync();
        pdf = TemporaryFile.Create();
        var bounded = new BoundedStream(ReadOnlyMemory<byte>.Empty, body, InvoiceRules.MaxBytes, hash);
        await bounded.CopyToAsync(pdf, cancellationToken);
        await pdf.FlushAsync(cancellationToken);
        Sha256 = Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
