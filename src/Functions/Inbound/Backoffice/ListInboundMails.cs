using Dfm.Functions.Http;
using Dfm.Functions.Inbound.Responses;
using Dfm.Functions.Inbound.Storage;
using Dfm.Functions.Security;

namespace Dfm.Functions.Inbound.Backoffice;

/// <summary>The mails that wait for DFM's staff.</summary>
public sealed class ListInboundMails(TableInboundStore mails)
{
    /// <summary>A page, newest first.</summary>
    [Function(nameof(ListInboundMails)), Audience(Audience.Staff, Scope = "inbound.read")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/inbound")] HttpRequest request,
        CancellationToken cancellationToken) =>
        CursorPages.Read(request, (after, limit) => mails.ListHeld(after, limit, cancellationToken), InboundMailResponse.Of);
}
