using Dfm.Core.Invoices;
using Dfm.Functions.Http;
using Dfm.Functions.Invoices.Requests;
using Dfm.Functions.Invoices.Responses;
using Dfm.Functions.Security;

namespace Dfm.Functions.Invoices;

/// <summary>Lets a browser's form fetch one ZIP of invoices within a minute.</summary>
public sealed class IssueArchiveTicket(IInvoiceStore invoices, AccessTokens tokens, TimeProvider clock)
{
    [Function(nameof(IssueArchiveTicket)), Audience(Audience.Customer, Right.Invoices)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "invoices/archive/ticket")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var form = await ArchiveForm.Read(request, cancellationToken);
        var found = await form.Then(asked => invoices.FindAll(caller, asked.Numbers, cancellationToken));
        return found.ToHttp(_ => DocumentTicket.Issue(
            request.HttpContext, tokens, caller, form.Value.Document(), "/api/invoices/archive", clock.GetUtcNow()));
    }
}
