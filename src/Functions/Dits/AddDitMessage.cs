using Dfm.Core.Dits;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Dits.Requests;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits;

/// <summary>The customer writes on a DIT while it is open.</summary>
public sealed class AddDitMessage(DitCommandHandler dits, TimeProvider clock)
{
    /// <summary>201 with the DIT and the message in its journal.</summary>
    [Function(nameof(AddDitMessage)), Audience(Audience.Customer, Right.Dits)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dits/{number}/messages")] HttpRequest request,
        string number,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        return DitMessageForm.Read(request, context, cancellationToken)
            .Then(form => dits.Execute(
                caller,
                number,
                new AddMessage(clock.GetUtcNow(), caller.ToActor(), form.Input),
                form.Conditions,
                done => DitResponse.Of(done).ToResponse(StatusCodes.Status201Created),
                cancellationToken))
            .ToHttp();
    }
}
