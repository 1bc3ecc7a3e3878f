using Dfm.Core.Inbound;
using Dfm.Functions.Http;
using Dfm.Functions.Inbound.Responses;
using Dfm.Functions.Inbound.Storage;
using Dfm.Functions.Security;

namespace Dfm.Functions.Inbound.Backoffice;

/// <summary>A mail as it came, with all that its reading has left out.</summary>
public sealed class GetInboundMailOriginal(TableInboundStore mails, InboundBlobs originals)
{
    /// <summary>The bytes, always as a download. 404 also for one whose original is gone, by its age or an erasure.</summary>
    [Function(nameof(GetInboundMailOriginal)), Audience(Audience.Staff, Scope = "inbound.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/inbound/{id}/original")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await mails.Find(id, cancellationToken) is not null && await OriginalMail.Of(id, originals, cancellationToken) is { } original
            ? original
            : InboundProblems.NotFound.ToHttp();
}
