using Dfm.Functions.Http;
using Dfm.Functions.Inbound.Commands;
using Dfm.Functions.Security;

namespace Dfm.Functions.Inbound.Backoffice;

/// <summary>DFM's staff says what a mail belongs to: an asset, for which it raises a DIT; or a DIT or an order, on which it is a message.</summary>
public sealed class AssignInboundMail(InboundCommandHandler mails)
{
    private const int LongestId = 40;

    /// <summary>200 with the mail, which leaves the list; the DIT or the message follows in its sender's name.</summary>
    [Function(nameof(AssignInboundMail)), Audience(Audience.Staff, Scope = "inbound.write")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/inbound/{id}/assign")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        CommandRequest.Read<Body, AssignmentForm>(request, context, Check, cancellationToken)
            .Then(form => mails.Assign(id, form.Input, context.StaffName(), form.Conditions.Idempotency, cancellationToken))
            .ToHttp();

    private static Result<AssignmentForm> Check(Body body)
    {
        var check = new FieldChecks();
        var form = new AssignmentForm(
            check.Optional("customer", body.Customer, LongestId),
            check.Optional("asset", body.Asset, LongestId),
            check.Optional("dit", body.Dit, LongestId),
            check.Optional("order", body.Order, LongestId));
        var targets = new[] { form.Asset, form.Dit, form.Order }.Count(target => target is not null);
        if (targets != 1) check.Refuse("asset", "Indiquez un bien, une DIT ou une commande, et un seul des trois.");
        if (form.Asset is not null && form.Customer is null) check.Refuse("customer", "Indiquez le client du bien.");
        if (form.Asset is null && form.Customer is not null) check.Refuse("customer", "Le client n'est attendu qu'avec un bien.");
        return check.ResultOf(form);
    }

    private sealed record Body(string? Customer, string? Asset, string? Dit, string? Order);
}
