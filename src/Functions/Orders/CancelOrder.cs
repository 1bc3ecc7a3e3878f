using Dfm.Core.Orders;
using Dfm.Functions.Http;
using Dfm.Functions.Orders.Commands;
using Dfm.Functions.Orders.Responses;
using Dfm.Functions.Security;

namespace Dfm.Functions.Orders;

/// <summary>« Annuler une commande » (manual, chapter 5): only in « Saisie externe » and « Livrable en totalité ».</summary>
public sealed class CancelOrder(OrderCommandHandler orders, TimeProvider clock)
{
    /// <summary>Cancels with a mandatory comment, or tells by 409 which state stands.</summary>
    [Function(nameof(CancelOrder)), Audience(Audience.Customer, Right.Orders)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "orders/{number}/cancel")] HttpRequest request,
        string number,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        return CancellationForm.Read(request, context, cancellationToken)
            .Then(form => orders.Execute(
                caller,
                number,
                new CancelByCustomer(clock.GetUtcNow(), caller.ToActor(), form.Input),
                form.Conditions,
                done => OrderResponse.Of(done).ToResponse(),
                cancellationToken))
            .ToHttp();
    }
}
