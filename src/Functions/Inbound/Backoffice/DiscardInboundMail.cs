using Dfm.Functions.Http;
using Dfm.Functions.Inbound.Commands;
using Dfm.Functions.Security;

namespace Dfm.Functions.Inbound.Backoffice;

/// <summary>DFM's staff wants nothing of a mail.</summary>
public sealed class DiscardInboundMail(InboundCommandHandler mails)
{
    /// <summary>200 with the mail, which leaves the list; its original is kept as long as all others.</summary>
    [Function(nameof(DiscardInboundMail)), Audience(Audience.Staff, Scope = "inbound.write")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/inbound/{id}/discard")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        Task.FromResult(CommandRequest.WithoutBody(request, context))
            .Then(conditions => mails.Discard(id, context.StaffName(), conditions.Idempotency, cancellationToken))
            .ToHttp();
}
