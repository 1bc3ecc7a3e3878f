using Dfm.Core.Invoices;
using Dfm.Functions.Http;
using Dfm.Functions.Invoices.Storage;
using Microsoft.Net.Http.Headers;

namespace Dfm.Functions.Invoices.Responses;

/// <summary>Shows an invoice's PDF in the browser: whole, or the range that a viewer asks for (RFC 9110, 14).</summary>
public sealed class InvoicePdfResult(Invoice invoice, InvoiceBlobs blobs) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        const string ContentType = "application/pdf";
        httpContext.Response.SetInline($"{invoice.Kind.Label()} {invoice.Number}.pdf", ContentType);
        await using var content = new RangedStream(invoice.File.Size, (from, stop) => blobs.Open(invoice, from, stop));
        var tag = new EntityTagHeaderValue($"\"{invoice.File.Sha256}\"");
        await Results.Stream(content, ContentType, entityTag: tag, enableRangeProcessing: true).ExecuteAsync(httpContext);
    }
}
