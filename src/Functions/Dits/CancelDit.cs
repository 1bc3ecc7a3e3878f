using Dfm.Core.Dits;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits;

/// <summary>« Annuler une demande d'intervention » (manual, chapter 4): only in « En attente de validation / A planifier ».</summary>
public sealed class CancelDit(DitCommandHandler dits, TimeProvider clock)
{
    /// <summary>Cancels with a mandatory comment, or tells by 409 which state stands.</summary>
    [Function(nameof(CancelDit)), Audience(Audience.Customer, Right.Dits)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dits/{number}/cancel")] HttpRequest request,
        string number,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        return CancellationForm.Read(request, context, cancellationToken)
            .Then(form => dits.Execute(
                caller,
                number,
                new CancelByCustomer(clock.GetUtcNow(), caller.ToActor(), form.Input),
                form.Conditions,
                done => DitResponse.Of(done).ToResponse(),
                cancellationToken))
            .ToHttp();
    }
}
