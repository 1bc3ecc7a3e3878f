using Dfm.Core.Dits;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits;

/// <summary>One DIT (manual, chapter 3): its state, journal, attachments and cancellation window.</summary>
public sealed class GetDit(IDitStore dits, AttachmentBlobs blobs)
{
    /// <summary>The DIT with its ETag.</summary>
    [Function(nameof(GetDit))]
    [Audience(Audience.Customer, Right.Dits)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dits/{number}")] HttpRequest request,
        string number,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (!DitNumber.TryParse(number, out var dit)) return DitProblems.NotFound.ToHttp();
        var scanning = blobs.Scans(AttachmentFolder.Of(caller.Customer, dit), cancellationToken);
        var found = await dits.FindWithJournal(caller.Customer, dit, cancellationToken);
        var scans = await scanning;
        return found?.Stored.Value is { } visible && caller.MaySee(visible.Subject.Site)
            ? new VersionedResult(DitResponse.Of(visible, found.Journal).With(scans))
            : DitProblems.NotFound.ToHttp();
    }
}
