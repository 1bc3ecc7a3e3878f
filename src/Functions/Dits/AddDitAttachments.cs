using System.Collections.Frozen;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Dits;

/// <summary>The customer adds files to a DIT while it is open.</summary>
/// <param name="dits">Where DITs are stored.</param>
/// <param name="desk">Applies the command.</param>
/// <param name="blobs">Where the files go.</param>
/// <param name="clock">Now.</param>
public sealed class AddDitAttachments(IDitStore dits, DitDesk desk, AttachmentBlobs blobs, TimeProvider clock)
{
    /// <summary>201 with the DIT and its files.</summary>
    [Function(nameof(AddDitAttachments))]
    [Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dits/{number}/attachments")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient lifecycles,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var key = IdempotencyKey.Of(request, caller.User.Value, $"dits/{number}/attachments");
        if (!key.IsSuccess) return key.Problem.ToHttp();
        if (!DitNumber.TryParse(number, out var dit)) return DitProblems.NotFound.ToHttp();
        var finding = dits.Find(caller.Customer, dit, cancellationToken);
        var earlier = key.Value is { } k ? await dits.FindAnswer(caller.Customer, k, cancellationToken) : null;
        var current = (await finding)?.Value;
        if (current is null || !caller.MaySee(current.Subject.Site)) return DitProblems.NotFound.ToHttp();

        using var upload = new DitUpload(blobs, caller.Customer, caller.Name, clock);
        var problem = await upload.Read(
            request,
            FrozenSet<string>.Empty,
            () => Task.FromResult(current.State.IsOpen() ? (Result<DitNumber>)dit : DitProblems.NoLongerOpen(current.State)),
            keep: earlier is null,
            cancellationToken);
        if (problem is not null) return problem.ToHttp();
        if (earlier is not null) return StoredAnswer.Again(earlier, upload.Fingerprint());

        var once = key.Value is { } name ? new OnceOnly(name, upload.Fingerprint()) : null;
        var by = new Actor(ActorKind.Customer, caller.Name, caller.Email);
        var applied = await desk.Apply(
            caller.Customer,
            dit,
            _ => new AddAttachments(clock.GetUtcNow(), by, upload.Attachments),
            lifecycles,
            once is null ? null : done => once.Answer(View(done)),
            cancellationToken);
        if (!applied.IsSuccess) await upload.Forget();
        return await desk.Created(caller.Customer, applied, once, View);
    }

    private static DitView View(AppliedCommand done) => DitView.Of(done.Dit, done.Journal);
}
