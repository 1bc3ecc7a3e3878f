using Dfm.Core.Carts;
using Dfm.Core.Catalogue;
using Dfm.Core.Orders;
using Dfm.Core.Parc;
using Dfm.Functions.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Orders.Commands;
using Dfm.Functions.Orders.Responses;
using Dfm.Functions.Orders.Storage;
using Dfm.Functions.Parc.Requests;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Orders.Backoffice;

/// <summary>DFM's staff, or a flow, orders consumables for one asset in the name of a customer's user, who then gets the order's mails.</summary>
public sealed class PlaceBackofficeOrder(
    CommandPipeline pipeline,
    IUserStore users,
    IAssetStore assets,
    ICustomerStore customers,
    IConsumableStore consumables,
    Numbers<OrderNumber> numbers,
    OrderPolicy policy,
    TimeProvider clock)
{
    /// <summary>201 at today's prices, under the rules of a cart. It needs no approval: DFM has been asked for it.</summary>
    [Function(nameof(PlaceBackofficeOrder)), Audience(Audience.Staff, Scope = "orders.write")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/customers/{customer}/assets/{id}/orders")] HttpRequest request,
        string customer,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var asked = await CommandRequest.Read<Body, Body>(request, context, body => body, cancellationToken);
        if (!asked.IsSuccess) return asked.Problem.ToHttp();
        if (!CustomerId.TryParse(customer, out var customerId)) return CustomerProblems.NotFound.ToHttp();
        var (form, conditions) = asked.Value;
        await using var execution = pipeline.Begin(TableNames.Orders, customerId);
        var user = await users.Find(customerId, form.User, cancellationToken);
        var asset = await user.Then(caller => assets.Find(caller, id, cancellationToken));
        return await execution.Run(Decide, () => OrderProblems.Busy(OrderState.ExternalEntry), conditions.Idempotency).ToHttp();

        async Task<Result<StoredResponse>> Decide(UnitOfWork unit)
        {
            if (!asset.IsSuccess) return asset.Problem;
            var item = await Parse(form, asset.Value, cancellationToken);
            if (!item.IsSuccess) return item.Problem;
            var delivery = new Cart([item.Value]).Deliveries()[0];
            var (number, now) = (await numbers.Next(cancellationToken), clock.GetUtcNow());
            var placed = OrderDecisions.Place(number, customerId, delivery.ToOrder(), Person.Of(user.Value), now, policy.RemindAt(now));
            unit.Add(TableOrderStore.Schema, placed, OrderEffects.Start(placed));
            var view = OrderResponse.Of(placed.Order, [placed.Entry]) with { Customer = customerId };
            return unit.Respond(view.ToResponse(StatusCodes.Status201Created, $"/api/backoffice/orders/{number}"));
        }
    }

    private async Task<Result<CartItem>> Parse(Body form, Asset asset, CancellationToken cancellationToken)
    {
        var locating = customers.Find(asset.Customer, cancellationToken);
        var fitting = await consumables.Fitting(ModelKey.Of(asset), cancellationToken);
        var site = (await locating)?.Sites.FirstOrDefault(one => one.Id == asset.Site)
            ?? throw new InvalidOperationException($"The site of asset {asset.Id} is not known.");
        return CartItem.Parse(new CartForm(form.Lines, form.Comment, form.CustomerReference), asset, site, fitting, catalogue: null, clock.GetUtcNow());
    }

    private sealed record Body(string? User, IReadOnlyList<CartLineForm?>? Lines, string? Comment, string? CustomerReference);
}
