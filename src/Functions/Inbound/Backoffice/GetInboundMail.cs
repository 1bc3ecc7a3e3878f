using Dfm.Core.Inbound;
using Dfm.Functions.Http;
using Dfm.Functions.Inbound.Responses;
using Dfm.Functions.Inbound.Storage;
using Dfm.Functions.Security;

namespace Dfm.Functions.Inbound.Backoffice;

/// <summary>One mail that came in, whatever became of it.</summary>
public sealed class GetInboundMail(TableInboundStore mails)
{
    [Function(nameof(GetInboundMail)), Audience(Audience.Staff, Scope = "inbound.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/inbound/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await mails.Find(id, cancellationToken) is { } found
            ? Results.Ok(InboundMailResponse.Of(found.Value))
            : InboundProblems.NotFound.ToHttp();
}
