using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Functions.Http;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Orders;

/// <summary>« Annuler une commande » (manual, chapter 5): only in « Saisie externe » and « Livrable en totalité ».</summary>
/// <param name="desk">Applies the command.</param>
/// <param name="clock">Now.</param>
public sealed class CancelOrder(OrderDesk desk, TimeProvider clock)
{
    /// <summary>Cancels with a mandatory comment, or tells by 409 which state stands.</summary>
    [Function(nameof(CancelOrder)), Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "orders/{number}/cancel")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient lifecycles,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (!OrderNumber.TryParse(number, out var order)) return OrderProblems.NotFound.ToHttp();
        var asked = await Cancellation.Read(request, cancellationToken);
        if (!asked.IsSuccess) return asked.Problem.ToHttp();
        var by = new Actor(ActorKind.Customer, caller.Name, caller.Email);
        var applied = await desk.Apply(
            caller.Customer,
            order,
            current =>
            {
                if (!caller.MaySee(current.Site.Id)) return OrderProblems.NotFound;
                if (!asked.Value.Expected.Allows(current.Version)) return OrderProblems.ChangedMeanwhile(current.State);
                return new CancelByCustomer(clock.GetUtcNow(), by, asked.Value.Comment);
            },
            lifecycles,
            cancellationToken);
        return applied.ToHttp(done => new VersionedResult(OrderView.Of(done.Order, done.Journal)));
    }
}
