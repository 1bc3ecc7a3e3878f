using Dfm.Core.Invoices;
using Dfm.Functions.Http;
using Dfm.Functions.Invoices.Requests;
using Dfm.Functions.Invoices.Responses;
using Dfm.Functions.Security;

namespace Dfm.Functions.Invoices;

/// <summary>« Factures » (manual, chapter 7): the customer's invoices and credit notes, by search, year, site and payment.</summary>
public sealed class ListInvoices(IInvoiceStore invoices)
{
    /// <summary>A page, newest first.</summary>
    [Function(nameof(ListInvoices)), Audience(Audience.Customer, Right.Invoices)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "invoices")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var page = await InvoiceListRequest.Read(request).Then(asked => Read(context.Caller(), asked, cancellationToken));
        return page.ToHttp(found => Results.Ok(new { Items = found.Items.Select(InvoiceResponse.Of), found.NextCursor }));
    }

    private async Task<Result<InvoicePage>> Read(Caller caller, InvoiceListRequest asked, CancellationToken cancellationToken) =>
        asked.FindsNothing ? new InvoicePage([], null) : await invoices.List(caller.Customer, asked.Query, cancellationToken);
}
