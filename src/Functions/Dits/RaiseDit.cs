using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Attachments;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Dits.Requests;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Http;
using Dfm.Functions.Http.Forms;
using Dfm.Functions.Parc.Requests;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Functions.Telemetry;

namespace Dfm.Functions.Dits;

/// <summary>« Déclencher une intervention » (manual, chapter 2): raises a DIT on an asset, with its attachments.</summary>
public sealed class RaiseDit(
    CommandPipeline pipeline,
    DitRaiser raiser,
    IAssetStore assets,
    IDitStore dits,
    Numbers<DitNumber> numbers,
    AttachmentBlobs blobs,
    TimeProvider clock)
{
    /// <summary>201 once the DIT, its journal and its outbox row are stored, in one transaction; its lifecycle and mails follow.</summary>
    [Function(nameof(RaiseDit)), Audience(Audience.Customer, Right.Dits)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "assets/{id}/dits")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var headers = CommandHeaders.Read(request, context);
        if (!headers.IsSuccess) return headers.Problem.ToHttp();
        if (!AssetId.TryParse(id, out var assetId)) return ParcProblems.AssetNotFound.ToHttp();

        // What does not depend on the body runs while it comes in.
        await using var execution = pipeline.Begin(TableDitStore.Schema.Table, caller.Customer);
        var finding = assets.Find(caller, id, cancellationToken);
        var reading = dits.OpenOf(caller.Customer, assetId, cancellationToken);
        using var upload = new AttachmentUpload(blobs, caller, clock);
        var fields = new FormFields(DitFormFields.Names);
        DitNumber? number = null;
        var problem = await upload.Read(request, fields, FolderForFiles, cancellationToken);
        var (asset, open) = (await finding, await reading);

        // A body that was not read to its end has no fingerprint.
        var idempotency = problem is null ? headers.Value.With(upload.Fingerprint).Idempotency : null;
        return await upload.ToHttp(
            () => execution.Run(Decide, () => DitProblems.Busy(DitState.AwaitingPlanning), idempotency),
            Raised);

        // Files need not wait for the asset to be read: what was stored for one that turns out to be missing is forgotten again.
        async Task<Result<AttachmentFolder>> FolderForFiles() =>
            finding.IsCompleted && !(await finding).IsSuccess
                ? ParcProblems.AssetNotFound
                : AttachmentFolder.Of(caller.Customer, await Number());

        async ValueTask<DitNumber> Number() => number ??= await numbers.Next(cancellationToken);

        async Task<Result<StoredResponse>> Decide(UnitOfWork unit)
        {
            if (!asset.IsSuccess) return asset.Problem;
            if (problem is not null) return problem;
            var (form, ahead) = (DitFormFields.Of(fields), open);
            open = null;
            var raised = await raiser.Raise(
                unit, asset.Value, form, Person.Of(caller), Number, upload.Attachments, ahead, cancellationToken);
            return raised.Then<StoredResponse>(dit => unit.Respond(dit.ToResponse(StatusCodes.Status201Created, $"/api/dits/{dit.Number}")));
        }
    }

    private static StoredResponseResult Raised(StoredResponse response)
    {
        PortalMetrics.DitRaised();
        return new StoredResponseResult(response);
    }
}
