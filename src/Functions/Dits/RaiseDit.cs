using System.Text.Json;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Http;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Parc;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Dits;

/// <summary>« Déclencher une intervention » (manual, chapter 2): raises a DIT on an asset, with its attachments.</summary>
/// <param name="assets">The parc.</param>
/// <param name="natures">The list of natures.</param>
/// <param name="dits">Where DITs are stored.</param>
/// <param name="numbers">Hands out numbers.</param>
/// <param name="blobs">Where attachments go.</param>
/// <param name="outbox">Starts the lifecycle.</param>
/// <param name="policy">When the service desk is reminded.</param>
/// <param name="clock">Now.</param>
public sealed class RaiseDit(
    IAssetStore assets,
    INatureStore natures,
    IDitStore dits,
    Numbers<DitNumber> numbers,
    AttachmentBlobs blobs,
    Outbox outbox,
    DitPolicy policy,
    TimeProvider clock)
{
    private const int Tries = 10;

    private static readonly HashSet<string> Fields =
        ["nature", "errorCode", "description", "urgency", "contactName", "contactPhone", "customerReference"];

    /// <summary>
    /// Answers 201 once the DIT, its journal and its outbox are stored in one transaction; the lifecycle and the mails follow. An
    /// <c>Idempotency-Key</c> that was seen before gets the first answer again, or 422 when the body is another.
    /// </summary>
    [Function(nameof(RaiseDit))]
    [Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "assets/{id}/dits")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient lifecycles,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var caller = context.Caller();
        var key = IdempotencyKey.Of(request, caller.User.Value, $"assets/{id}/dits");
        if (!key.IsSuccess) return key.Problem.ToHttp();
        if (!AssetId.TryParse(id, out var assetId)) return ParcProblems.AssetNotFound.ToHttp();

        // Reads that do not depend on the body run while it comes in.
        var finding = assets.Find(caller.Customer, assetId, cancellationToken);
        var listing = dits.OpenOf(caller.Customer, assetId, cancellationToken);
        var answering = key.Value is { } k ? dits.FindAnswer(caller.Customer, k, cancellationToken) : Task.FromResult<FirstAnswer?>(null);
        var answered = await answering;

        using var upload = new DitUpload(blobs, caller.Customer, caller.Name, clock);
        DitNumber? number = null;
        var problem = await upload.Read(
            request,
            Fields,
            async () => await KnownAsMissing(finding, caller) is { } missing ? missing : (number ??= await numbers.Next(cancellationToken)),
            keep: answered is null,
            cancellationToken);
        var (asset, open) = (await finding, await listing);
        problem = Visible(asset, caller) ?? problem;
        if (problem is not null) return await Refuse(upload, problem);
        if (answered is not null) return StoredAnswer.Again(answered, upload.Fingerprint());

        var parsed = DitRequest.Parse(Form(upload), asset!.Kind, await natures.List(cancellationToken));
        if (!parsed.IsSuccess) return await Refuse(upload, parsed.Problem);

        var now = clock.GetUtcNow();
        var raised = DitDecisions.Raise(
            number ?? await numbers.Next(cancellationToken),
            asset,
            parsed.Value,
            Person.Of(caller),
            now,
            policy.RemindAt(parsed.Value.Urgency, now),
            upload.Attachments);
        return await Store(raised, open, key.Value, caller, upload, lifecycles);
    }

    private async Task<IResult> Store(
        DitChange raised, OpenDits open, string? key, Caller caller, DitUpload upload, DurableTaskClient lifecycles)
    {
        var dit = raised.Dit;
        var once = key is null ? null : new OnceOnly(key, upload.Fingerprint());
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var view = DitView.Of(dit, [raised.Entry]) with { Warnings = Warnings(open) };
            var body = JsonSerializer.Serialize(view, PortalJson.Options);
            var location = $"/api/dits/{dit.Number}";

            // The caller's impatience must not leave it unknown whether the DIT was stored.
            switch (await dits.Add(raised, open, once?.Answer(location, dit.Version, body), CancellationToken.None))
            {
                case SaveOutcome.Saved:
                    outbox.Dispatch(lifecycles, TableNames.Dits, caller.Customer, dit.Number.Sequence, DitLifecycle.Start(dit));
                    return new StoredAnswer(location, dit.Version, body);
                case SaveOutcome.AnsweredBefore when await dits.FindAnswer(caller.Customer, key!, CancellationToken.None) is { } first:
                    await upload.Forget();
                    return StoredAnswer.Again(first, once!.Fingerprint);
                default:
                    open = await dits.OpenOf(caller.Customer, dit.Subject.Asset, CancellationToken.None);
                    break;
            }
        }

        return await Refuse(upload, DitProblems.Busy(dit.State));
    }

    /// <summary>
    /// Files need not wait for the asset to be read: what was stored for one that turns out to be missing is forgotten again.
    /// </summary>
    private static async ValueTask<Problem?> KnownAsMissing(Task<Asset?> finding, Caller caller) =>
        finding.IsCompleted ? Visible(await finding, caller) : null;

    private static Problem? Visible(Asset? asset, Caller caller) =>
        asset is not null && caller.MaySee(asset.Site) ? null : ParcProblems.AssetNotFound;

    private static async Task<IResult> Refuse(DitUpload upload, Problem problem)
    {
        await upload.Forget();
        return problem.ToHttp();
    }

    private static DitForm Form(DitUpload upload) => new(
        upload["nature"],
        upload["errorCode"],
        upload["description"],
        upload["urgency"],
        upload["contactName"],
        upload["contactPhone"],
        upload["customerReference"]);

    private static IReadOnlyList<DitWarning> Warnings(OpenDits open) => open.Numbers.Count == 0 ? [] : [DitWarning.AlreadyOpen(open.Numbers)];
}
