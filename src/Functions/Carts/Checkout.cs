using Dfm.Functions.Carts.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Carts;

/// <summary>
/// « Valider le panier » (manual, chapter 5): makes orders of the cart, one for each site and comment; or, where the customer wants that,
/// an approval of an Utilisateur's.
/// </summary>
public sealed class Checkout(CheckoutCommandHandler checkout)
{
    /// <summary>
    /// 201 once all orders with their journals and the outbox row are stored and the cart is empty, in one transaction, or 202 once the
    /// approval is; the lifecycles and the mails follow. A cart that is not as the caller has seen it is refused with what changed.
    /// </summary>
    [Function(nameof(Checkout)), Audience(Audience.Customer, Right.Orders)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cart/checkout")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        return CommandRequest.Read<Form, string>(request, context, Version, cancellationToken)
            .Then(form => checkout.Execute(caller, seen: form.Input, form.Conditions.Idempotency, cancellationToken))
            .ToHttp();
    }

    private static Result<string> Version(Form body) => body.Version is { } seen
        ? seen
        : Problem.Validation("version", "Indiquez la version du panier que vous validez.");

    private sealed record Form(string? Version);
}
