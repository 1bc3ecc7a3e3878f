using Dfm.Core.Orders;
using Dfm.Functions.Http;

namespace Dfm.Functions.Orders.Responses;

/// <summary>Writes a delivery note as a PDF to print.</summary>
public sealed class DeliveryNoteResult(DeliveryNote note) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.SetDownload($"Bon de livraison {note.Number}.pdf", "application/pdf");
        return DeliveryNotePdf.WriteAsync(note, httpContext.Response.Body, httpContext.RequestAborted);
    }
}
