using Dfm.Core.Dits;
using Dfm.Core.Orders;
using Dfm.Core.Tests.Dits;
using Dfm.Core.Tests.Orders;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Orders.Commands;

namespace Dfm.Functions.Tests.Commands;

/// <summary>Whether something can follow from a command is known before it is decided.</summary>
public sealed class EffectTests
{
    [Fact]
    public void EveryCommandOnADit_HasEffects_WhereItIsSaidToHaveSome() => Assert.All(
        from state in Enum.GetValues<DitState>()
        from command in SampleDits.Commands
        let decided = DitDecisions.Decide(SampleDits.In(state), command)
        where decided.IsSuccess
        select (command, decided.Value),
        one => Assert.Equal(DitEffects.CanFollow(one.command), DitEffects.Of(one.Value, []) is not null));

    [Fact]
    public void EveryCommandOnAnOrder_HasEffects_WhereItIsSaidToHaveSome() => Assert.All(
        from state in Enum.GetValues<OrderState>()
        from command in SampleOrders.Commands.Values
        let decided = OrderDecisions.Decide(SampleOrders.In(state), command)
        where decided.IsSuccess
        select (command, decided.Value),
        one => Assert.Equal(OrderEffects.CanFollow(one.command), OrderEffects.Of(one.Value) is not null));
}
