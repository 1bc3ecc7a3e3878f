using Dfm.Core.Orders;
using Dfm.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Dfm.Functions.Orders.Backoffice;

/// <summary>A delivery note as the answer to a request: a PDF to print.</summary>
internal sealed class DeliveryNoteResult(DeliveryNote note) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.SetDownload($"Bon de livraison {note.Number}.pdf", "application/pdf");
        return DeliveryNotePdf.WriteAsync(note, httpContext.Response.Body, httpContext.RequestAborted);
    }
}
