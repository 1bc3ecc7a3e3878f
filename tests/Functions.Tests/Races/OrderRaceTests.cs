using Azure.Data.Tables;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;
using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Core.Tests.Orders;
using Dfm.Functions.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Orders.Commands;
using Dfm.Functions.Orders.Responses;
using Dfm.Functions.Orders.Storage;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Races;

/// <summary>Two commands on one order at the same instant.</summary>
public sealed class OrderRaceTests(AzuriteFixture azurite) : LifecycleRaceTests<Order, OrderCommand>(azurite, TableNames.Orders, "order")
{
    private DateTimeOffset Now => Portal.Clock.GetUtcNow();

    /// <inheritdoc/>
    protected override IEnumerable<Order> InEachState(long number) =>
        Enum.GetValues<OrderState>().Select(state => Way(state, number)[^1].Order);

    /// <inheritdoc/>
    protected override IReadOnlyList<OrderCommand> CommandsOf(Side side)
    {
        ArgumentNullException.ThrowIfNull(side);
        var (desk, name) = (side.Desk, side.Desk.Name);
        return
        [
            new CancelByCustomer(Now, side.Author, $"Annulée par {side.Author.Name}."),
            new MakeFullyDeliverable(Now, desk, $"Tout est là, dit {name}."),
            new MakePartlyDeliverable(Now, desk, $"Il en manque, dit {name}."),
            new Deliver(Now, desk, $"Transporteur de {name}", $"BL de {name}", $"Colis de {name}"),
            new Deliver(Now, desk, $"Transporteur de {name}", $"BL de {name}", Lines: [new DeliveredLine(1, 1)]),
            new AddLine(Now, desk, $"Frais de {name}", 1, name.Length),
            new AddMessage(Now, side.Author, $"Un mail de {side.Author.Name}."),
            new Withdraw(Now, desk, $"Retirée par {name}."),
        ];
    }

    /// <inheritdoc/>
    protected override Result<Accepted> Decide(Order aggregate, OrderCommand command) =>
        OrderDecisions.Decide(aggregate, command).Match<Result<Accepted>>(
            change => new Accepted(change.Order, RowJson.Text(change.Entry), Version(change.Order.Version), MailsOf(change)), problem => problem);

    /// <inheritdoc/>
    protected override Task Store(IReadOnlyList<Order> aggregates) => ManyRows.Write(
        Portal.Services.GetRequiredService<TableServiceClient>(),
        TableOrderStore.Schema,
        TableNames.OrderQueues,
        [.. aggregates.Select(order => (IChange<Order, OrderEntry>)Way(order.State, order.Number.Sequence)[^1])]);

    /// <inheritdoc/>
    protected override string RowKey(long number) => TableOrderStore.Schema.RootKey(number);

    /// <inheritdoc/>
    protected override Task<string> Give(Order aggregate, OrderCommand command)
    {
        ArgumentNullException.ThrowIfNull(aggregate);
        ArgumentNullException.ThrowIfNull(command);
        var (number, side) = (aggregate.Number, Sides.Single(side => command.By == side.Author || command.By == side.Desk));
        return command switch
        {
            CancelByCustomer cancel => Post(side.Customer, $"orders/{number}/cancel", new { comment = cancel.Comment }),
            MakeFullyDeliverable make => Move(new { action = "MakeFullyDeliverable", comment = make.Comment }),
            MakePartlyDeliverable make => Move(new { action = "MakePartlyDeliverable", comment = make.Comment }),
            Deliver deliver => Move(new
            {
                action = "Deliver",
                carrier = deliver.Carrier,
                deliveryNote = deliver.DeliveryNote,
                trackingNumber = deliver.TrackingNumber,
                lines = deliver.Lines?.Select(line => new { line = line.Line, quantity = line.Quantity }),
            }),
            AddLine add => Move(new { action = "AddLine", designation = add.Designation, quantity = add.Quantity, price = add.Price }),
            AddMessage message => Handle(side.Person, number, message),
            Withdraw withdraw => Move(new { action = "Cancel", comment = withdraw.Reason }),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "A command that nobody can give."),
        };

        Task<string> Move(object transition) => Post(side.Staff, $"backoffice/orders/{number}/transitions", transition);
    }

    /// <inheritdoc/>
    protected override async Task<(Order Stands, IEnumerable<string> Lines)> Read(Order stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var found = await Portal.Services.GetRequiredService<IOrderStore>().FindWithJournal(stored.Customer, stored.Number, Stop);
        return (found!.Stored.Value, found.Journal.Where(entry => entry.Version > stored.Version).Select(RowJson.Text));
    }

    /// <inheritdoc/>
    protected override string Text(Order aggregate) => RowJson.Text(aggregate);

    /// <inheritdoc/>
    private protected override (IReadOnlyList<OutboxEffect> Effects, IReadOnlyList<MailMessage> Mails) HistoryOf(Order aggregate)
    {
        var way = Way(aggregate.State, aggregate.Number.Sequence);
        return ([OrderEffects.Start(way[0]), .. way.Skip(1).Select(change => OrderEffects.Of(change)!)], [.. way.SelectMany(MailsOf)]);
    }

    /// <summary>What mail that comes in does: no form of the portal adds a message to an order.</summary>
    private async Task<string> Handle(Caller caller, OrderNumber number, AddMessage message)
    {
        var outcome = await Portal.Services.GetRequiredService<OrderCommandHandler>().Execute(
            caller, $"{number}", message, new CommandConditions(null, null), done => OrderResponse.Of(done).ToResponse(), Stop);
        return outcome.Match(
            applied: response => Version(response.Version!.Value),
            refused: problem => Refused(message, problem),
            replayed: _ => throw new InvalidOperationException("Without a key nothing is replayed."),
            conflict: problem => Refused(message, problem));
    }

    private static IReadOnlyList<MailMessage> MailsOf(OrderChange change) =>
        change.Transition is { } transition ? OrderMails.For(new OrderLifecycleState(transition)) : [];

    private static IReadOnlyList<OrderChange> Way(OrderState state, long number) =>
        SampleOrders.WayTo(state, SampleOrders.Placed(number));
}
