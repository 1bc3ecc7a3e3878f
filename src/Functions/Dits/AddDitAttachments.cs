using System.Collections.Frozen;
using Dfm.Core.Dits;
using Dfm.Functions.Attachments;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Http;
using Dfm.Functions.Http.Forms;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits;

/// <summary>The customer adds files to a DIT while it is open.</summary>
public sealed class AddDitAttachments(IDitStore dits, DitCommandHandler handler, AttachmentBlobs blobs, TimeProvider clock)
{
    /// <summary>201 with the DIT and its files.</summary>
    [Function(nameof(AddDitAttachments)), Audience(Audience.Customer, Right.Dits)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dits/{number}/attachments")] HttpRequest request,
        string number,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var headers = CommandHeaders.Read(request, context);
        if (!headers.IsSuccess) return headers.Problem.ToHttp();
        if (await Find(caller, number, cancellationToken) is not { } dit) return DitProblems.NotFound.ToHttp();

        using var upload = new AttachmentUpload(blobs, caller, clock);
        var problem = await upload.Read(request, new FormFields(FrozenSet<string>.Empty), Target, cancellationToken);
        if (problem is not null) return problem.ToHttp();
        var command = new AddAttachments(clock.GetUtcNow(), caller.ToActor(), upload.Attachments);
        return await upload.ToHttp(
            () => handler.Execute(
                caller,
                number,
                command,
                headers.Value.With(upload.Fingerprint),
                done => DitResponse.Of(done).ToResponse(StatusCodes.Status201Created),
                cancellationToken),
            response => new StoredResponseResult(response));

        // A repeated request is told by its response, even when the DIT has ended since.
        Task<Result<AttachmentFolder>> Target() => Task.FromResult<Result<AttachmentFolder>>(
            dit.State.IsOpen() || headers.Value.Key is not null
                ? AttachmentFolder.Of(caller.Customer, dit.Number)
                : DitProblems.NoLongerOpen(dit.State));
    }

    private async Task<Dit?> Find(Caller caller, string number, CancellationToken cancellationToken) =>
        DitNumber.TryParse(number, out var named)
        && await dits.Find(caller.Customer, named, cancellationToken) is { } found
        && caller.MaySee(found.Value.Subject.Site)
            ? found.Value
            : null;
}
