using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Http;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Dits;

/// <summary>« Annuler une demande d'intervention » (manual, chapter 4): only in « En attente de validation / A planifier ».</summary>
/// <param name="desk">Applies the command.</param>
/// <param name="clock">Now.</param>
public sealed class CancelDit(DitDesk desk, TimeProvider clock)
{
    /// <summary>Cancels with a mandatory comment, or tells by 409 which state stands.</summary>
    [Function(nameof(CancelDit))]
    [Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dits/{number}/cancel")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient lifecycles,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (!DitNumber.TryParse(number, out var dit)) return DitProblems.NotFound.ToHttp();
        var asked = await Cancellation.Read(request, cancellationToken);
        if (!asked.IsSuccess) return asked.Problem.ToHttp();
        var by = new Actor(ActorKind.Customer, caller.Name, caller.Email);
        var applied = await desk.Apply(
            caller.Customer,
            dit,
            current =>
            {
                if (!caller.MaySee(current.Subject.Site)) return DitProblems.NotFound;
                if (!asked.Value.Expected.Allows(current.Version)) return DitProblems.ChangedMeanwhile(current.State);
                return new CancelByCustomer(clock.GetUtcNow(), by, asked.Value.Comment);
            },
            lifecycles,
            answer: null,
            cancellationToken);
        return applied.ToHttp(done => new VersionedResult(DitView.Of(done.Dit, done.Journal)));
    }
}
