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
    [Function(nameof(ListInvoices)), Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "invoices")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var asked = InvoiceAccess.Check(context.Caller()).And(InvoiceListRequest.Read(request));
        var page = await asked.Then(both => Read(both.First, both.Second, cancellationToken));
        return page.ToHttp(found => Results.Ok(new { Items = found.Items.Select(InvoiceResponse.Of), found.NextCursor }));
    }

    private async Task<Result<InvoicePage>> Read(Caller caller, InvoiceListRequest asked, CancellationToken cancellationToken) =>
        asked.FindsNothing ? new InvoicePage([], null) : await invoices.List(caller.Customer, asked.Query, cancellationToken);
}
