using Dfm.Core.Orders;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Dfm.Functions.Orders.Backoffice;

/// <summary>A delivery note as the answer to a request: a PDF to print.</summary>
internal sealed class DeliveryNoteResult(DeliveryNote note) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"Bon de livraison {note.Number}.pdf");
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentType = "application/pdf";
        return DeliveryNotePdf.WriteAsync(note, response.Body, httpContext.RequestAborted);
    }
}
