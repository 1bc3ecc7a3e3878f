using Dfm.Core.Invoices;
using Dfm.Functions.Http;
using Dfm.Functions.Invoices.Requests;
using Dfm.Functions.Invoices.Responses;
using Dfm.Functions.Security;

namespace Dfm.Functions.Invoices;

/// <summary>One invoice or credit note.</summary>
public sealed class GetInvoice(IInvoiceStore invoices)
{
    [Function(nameof(GetInvoice)), Audience(Audience.Customer, Right.Invoices)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "invoices/{number}")] HttpRequest request,
        string number,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        (await invoices.Find(context.Caller(), number, cancellationToken)).ToHttp(found => Results.Ok(InvoiceResponse.Of(found)));
}
