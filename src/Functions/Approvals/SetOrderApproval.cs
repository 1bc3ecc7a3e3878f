using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Approvals;

/// <summary>A Superviseur switches on or off that Utilisateurs' carts need approval.</summary>
public sealed class SetOrderApproval(ICustomerStore customers)
{
    /// <summary>Stores the setting. It does not change what waits for approval already.</summary>
    [Function(nameof(SetOrderApproval)), Audience(Audience.Supervisor)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "order-approval")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var body = await JsonBody.Read<Setting>(request, cancellationToken);
        if (!body.IsSuccess) return body.Problem.ToHttp();
        if (body.Value.Required is not { } required)
            return Problem.Validation("required", "Indiquez si les paniers des utilisateurs sont à valider.").ToHttp();
        await customers.SetApprovesOrders(context.Caller().Customer, required, cancellationToken);
        return Results.Ok(body.Value);
    }

    private sealed record Setting(bool? Required);
}
