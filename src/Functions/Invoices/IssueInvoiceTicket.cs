using Dfm.Core.Invoices;
using Dfm.Functions.Http;
using Dfm.Functions.Invoices.Requests;
using Dfm.Functions.Invoices.Responses;
using Dfm.Functions.Security;

namespace Dfm.Functions.Invoices;

/// <summary>Lets a browser's tab open one invoice's PDF within a minute.</summary>
public sealed class IssueInvoiceTicket(IInvoiceStore invoices, AccessTokens tokens, TimeProvider clock)
{
    [Function(nameof(IssueInvoiceTicket)), Audience(Audience.Customer, Right.Invoices)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "invoices/{number}/ticket")] HttpRequest request,
        string number,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var found = await invoices.Find(caller, number, cancellationToken);
        return found.ToHttp(invoice => DocumentTicket.Issue(
            request.HttpContext,
            tokens,
            caller,
            GetInvoicePdf.DocumentOf(invoice.Number.Value),
            $"/api/invoices/{invoice.Number}/pdf",
            clock.GetUtcNow()));
    }
}
