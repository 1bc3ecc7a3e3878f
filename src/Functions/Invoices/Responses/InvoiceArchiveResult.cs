using System.IO.Compression;
using Dfm.Core.Invoices;
using Dfm.Functions.Http;
using Dfm.Functions.Invoices.Storage;

namespace Dfm.Functions.Invoices.Responses;

/// <summary>A ZIP of invoices, written while their PDFs are read, one after the other.</summary>
public sealed class InvoiceArchiveResult(IReadOnlyList<Invoice> invoices, InvoiceBlobs blobs) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => httpContext.WriteZip("factures.zip", async zip =>
    {
        foreach (var invoice in invoices) await Add(zip, invoice, httpContext);
    });

    private async Task Add(ZipArchive zip, Invoice invoice, HttpContext httpContext)
    {
        var stop = httpContext.RequestAborted;
        // PDFs are compressed already.
        var entry = zip.CreateEntry($"{invoice.Kind.Label()} {invoice.Number}.pdf", CompressionLevel.NoCompression);
        entry.LastWriteTime = new DateTimeOffset(invoice.Date, TimeOnly.MinValue, TimeSpan.Zero);
        await using var pdf = await blobs.Open(invoice, from: 0, stop);
        await using var target = await entry.OpenAsync(stop);
        await pdf.CopyToAsync(target, stop);
        // A slow client is waited for here, and not by a thread at the end of the entry.
        await httpContext.Response.Body.FlushAsync(stop);
    }
}
