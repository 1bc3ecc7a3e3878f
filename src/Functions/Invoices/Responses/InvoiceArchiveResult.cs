using System.IO.Compression;
using Dfm.Core.Invoices;
using Dfm.Functions.Http;
using Dfm.Functions.Invoices.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace Dfm.Functions.Invoices.Responses;

/// <summary>A ZIP of invoices, written while their PDFs are read, one after the other: however large, nothing of it is kept.</summary>
public sealed class InvoiceArchiveResult(IReadOnlyList<Invoice> invoices, InvoiceBlobs blobs) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var stop = httpContext.RequestAborted;
        httpContext.Response.SetDownload("factures.zip", "application/zip");
        // ZipArchive writes the few bytes behind an entry synchronously, even when it is closed asynchronously.
        httpContext.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        await using var zip = await ZipArchive.CreateAsync(
            httpContext.Response.Body, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, stop);
        try
        {
            foreach (var invoice in invoices) await Add(zip, invoice, httpContext, stop);
        }
        catch
        {
            // Closed as usual, it would be a sound ZIP that lacks what was to come.
            httpContext.Abort();
            throw;
        }
    }

    private async Task Add(ZipArchive zip, Invoice invoice, HttpContext httpContext, CancellationToken stop)
    {
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
