using Dfm.Functions.Http;
using Dfm.Functions.Invoices.Commands;
using Dfm.Functions.Invoices.Requests;
using Dfm.Functions.Security;

namespace Dfm.Functions.Invoices.Backoffice;

/// <summary>DFM's staff or its ERP posts an invoice's PDF.</summary>
public sealed class PostInvoice(InvoiceCommandHandler invoices)
{
    /// <summary>201 with the invoice, also when the same was posted before; mails to the customer's Superviseurs follow.</summary>
    [Function(nameof(PostInvoice)), Audience(Audience.Staff, Scope = "invoices.write")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/invoices")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var headers = CommandHeaders.Read(request, context);
        if (!headers.IsSuccess) return headers.Problem.ToHttp();
        await using var upload = new InvoiceUpload();
        if (await upload.Read(request, cancellationToken) is { } problem) return problem.ToHttp();
        return await invoices.Post(upload, headers.Value.With(upload.Fingerprint).Idempotency, cancellationToken).ToHttp();
    }
}
