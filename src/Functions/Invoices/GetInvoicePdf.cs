using Dfm.Core.Invoices;
using Dfm.Functions.Http;
using Dfm.Functions.Invoices.Requests;
using Dfm.Functions.Invoices.Responses;
using Dfm.Functions.Invoices.Storage;
using Dfm.Functions.Security;

namespace Dfm.Functions.Invoices;

/// <summary>« Visualiser » (manual, chapter 7): an invoice's PDF, shown by the browser.</summary>
public sealed class GetInvoicePdf(IInvoiceStore invoices, InvoiceBlobs blobs)
{
    /// <summary>By an access token, or by the ticket of <see cref="IssueInvoiceTicket"/> in a tab of its own.</summary>
    [Function(nameof(GetInvoicePdf)), Audience(Audience.Customer, Right.Invoices, AcceptsTicket = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "invoices/{number}/pdf")] HttpRequest request,
        string number,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.CallerOf(DocumentOf(number));
        var found = await caller.Then(one => invoices.Find(one, number, cancellationToken));
        return found.ToHttp(invoice => new InvoicePdfResult(invoice, blobs));
    }

    /// <summary>What a ticket for an invoice's PDF names.</summary>
    public static string DocumentOf(string number) => $"invoice {number}";
}
