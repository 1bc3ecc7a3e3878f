using Dfm.Core.Carts;
using Dfm.Functions.Carts.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Carts.Commands;

/// <summary>Changes somebody's own cart. Nothing follows from that.</summary>
public sealed class CartCommandHandler(CommandPipeline pipeline, TableCartStore carts)
{
    /// <summary>Stores what <paramref name="change"/> makes of the cart as it stands; asked again after a conflict.</summary>
    public async Task<CommandOutcome<Cart>> Execute(Caller caller, Func<Cart, Task<Result<Cart>>> change, CancellationToken cancellationToken)
    {
        await using var execution = pipeline.Begin(TableNames.Orders, caller.Customer, hasEffects: false);
        return await execution.Run(Decide, () => CartProblems.Busy, idempotency: null);

        async Task<Result<Cart>> Decide(UnitOfWork unit)
        {
            var loaded = await carts.Load(caller.Customer, caller.User, cancellationToken);
            var changed = await change(loaded.Cart);
            if (changed.IsSuccess) TableCartStore.Write(unit, loaded, changed.Value);
            return changed;
        }
    }
}
