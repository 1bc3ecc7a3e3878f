using Dfm.Core.Invoices;
using Dfm.Functions.Http;
using Dfm.Functions.Invoices.Requests;
using Dfm.Functions.Invoices.Responses;
using Dfm.Functions.Invoices.Storage;
using Dfm.Functions.Security;

namespace Dfm.Functions.Invoices;

/// <summary>« Télécharger » (manual, chapter 7): several invoices as one ZIP.</summary>
public sealed class ArchiveInvoices(IInvoiceStore invoices, InvoiceBlobs blobs)
{
    /// <summary>All of them or none; by an access token, or by the ticket of <see cref="IssueArchiveTicket"/> for just these.</summary>
    [Function(nameof(ArchiveInvoices)), Audience(Audience.Customer, Right.Invoices, AcceptsTicket = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "invoices/archive")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var form = await ArchiveForm.Read(request, cancellationToken);
        var found = await form.Then(asked => context.CallerOf(asked.Document())
            .Then(caller => invoices.FindAll(caller, asked.Numbers, cancellationToken)));
        return found.ToHttp(all => new InvoiceArchiveResult(all, blobs));
    }
}
