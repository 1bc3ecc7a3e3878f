using Dfm.Core.Dits;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Dits.Requests;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits.Backoffice;

/// <summary>DFM's staff writes on a DIT while it is open.</summary>
public sealed class AddBackofficeDitMessage(DitCommandHandler dits, TimeProvider clock)
{
    /// <summary>201 with the DIT and the message in its journal.</summary>
    [Function(nameof(AddBackofficeDitMessage)), Audience(Audience.Staff, Scope = "dits.write")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/dits/{number}/messages")] HttpRequest request,
        string number,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        DitMessageForm.Read(request, context, cancellationToken)
            .Then(form => dits.ExecuteForStaff(
                number,
                new AddMessage(clock.GetUtcNow(), new Actor(ActorKind.Staff, context.StaffName()), form.Input),
                form.Conditions,
                done => DitResponse.ForStaff(done).ToResponse(StatusCodes.Status201Created),
                cancellationToken))
            .ToHttp();
}
