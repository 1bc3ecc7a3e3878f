using Dfm.Core.Catalogue;
using Dfm.Core.Orders;
using Dfm.Functions.Http;
using Dfm.Functions.Orders.Commands;
using Dfm.Functions.Orders.Responses;
using Dfm.Functions.Security;

namespace Dfm.Functions.Orders.Backoffice;

/// <summary>DFM's staff moves an order along: validates it, adds lines, sends parcels, cancels.</summary>
public sealed class TransitionOrder(OrderCommandHandler orders, TimeProvider clock)
{
    private const int MaxComment = 1000;
    private const int MaxShortText = 100;
    private const int MaxLines = 200;
    private const decimal MaxPrice = 99_999.99m;

    /// <summary>What the staff does.</summary>
    public enum OrderAction
    {
        /// <summary>All of it can be sent: « Livrable en totalité ».</summary>
        MakeFullyDeliverable,

        /// <summary>A part of it can be sent: « Livrable en partie ».</summary>
        MakePartlyDeliverable,

        /// <summary>A parcel is sent: « Livré en partie » or « Livré en totalité ».</summary>
        Deliver,

        /// <summary>A line is added, such as shipping costs.</summary>
        AddLine,

        /// <summary>DFM cancels.</summary>
        Cancel,
    }

    /// <summary>The order after the transition, or by 409 which state stands.</summary>
    [Function(nameof(TransitionOrder)), Audience(Audience.Staff, Scope = "orders.write")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/orders/{number}/transitions")] HttpRequest request,
        string number,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        CommandRequest.Read<Transition, OrderCommand>(request, context, body => Command(body, context.StaffName()), cancellationToken)
            .Then(form => orders.ExecuteForStaff(
                number, form.Input, form.Conditions, done => OrderResponse.ForStaff(done).ToResponse(), cancellationToken))
            .ToHttp();

    private Result<OrderCommand> Command(Transition transition, string staff)
    {
        var (now, by) = (clock.GetUtcNow(), new Actor(ActorKind.Staff, staff));
        var check = new FieldChecks();
        var action = check.Choice<OrderAction>("action", transition.Action, "Indiquez l'action.");
        if (check.Problem is { } unknown) return unknown;
        OrderCommand command = action switch
        {
            OrderAction.MakeFullyDeliverable => new MakeFullyDeliverable(now, by, Comment()),
            OrderAction.MakePartlyDeliverable => new MakePartlyDeliverable(now, by, Comment()),
            OrderAction.Deliver => new Deliver(
                now,
                by,
                check.Required("carrier", transition.Carrier, MaxShortText, "Indiquez le transporteur."),
                check.Optional("deliveryNote", transition.DeliveryNote, MaxShortText),
                check.Optional("trackingNumber", transition.TrackingNumber, MaxShortText),
                Lines(check, transition.Lines)),
            OrderAction.AddLine => new AddLine(
                now,
                by,
                check.Required("designation", transition.Designation, MaxShortText, "Indiquez la désignation."),
                check.WholeNumber("quantity", transition.Quantity, 1, QuantityBounds.Most),
                check.Amount("price", transition.Price, MaxPrice)),
            OrderAction.Cancel => new Withdraw(now, by, check.RequiredText("comment", transition.Comment, MaxComment, "Indiquez le motif.")),
            _ => throw new InvalidOperationException($"An action without a command: {action}."),
        };
        check.RefuseOthers(JsonBody.FieldsOf(transition));
        return check.ResultOf(command);

        string? Comment() => check.OptionalText("comment", transition.Comment, MaxComment);
    }

    private static List<DeliveredLine>? Lines(FieldChecks check, IReadOnlyList<ParcelLine?>? lines) =>
        check.Lines("lines", lines, MaxLines)?.Select((line, n) => new DeliveredLine(
            check.WholeNumber($"lines[{n}].line", line?.Line, 1, QuantityBounds.Most),
            check.WholeNumber($"lines[{n}].quantity", line?.Quantity, 1, QuantityBounds.Most))).ToList();

    private sealed record Transition(
        string? Action,
        string? Comment,
        string? Carrier,
        string? DeliveryNote,
        string? TrackingNumber,
        IReadOnlyList<ParcelLine?>? Lines,
        string? Designation,
        decimal? Quantity,
        decimal? Price);

    private sealed record ParcelLine(decimal? Line, decimal? Quantity);
}
