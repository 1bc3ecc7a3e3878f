using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Dits;

/// <summary>The customer writes on a DIT while it is open.</summary>
/// <param name="messages">Reads and applies the message.</param>
public sealed class AddDitMessage(DitMessages messages)
{
    /// <summary>201 with the DIT and the message in its journal.</summary>
    [Function(nameof(AddDitMessage))]
    [Audience(Audience.Customer)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dits/{number}/messages")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient lifecycles,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (!DitNumber.TryParse(number, out var dit)) return Task.FromResult(DitProblems.NotFound.ToHttp());
        return messages.Add(
            request,
            caller.Customer,
            dit,
            current => caller.MaySee(current.Subject.Site),
            new Actor(ActorKind.Customer, caller.Name, caller.Email),
            caller.User.Value,
            lifecycles,
            done => DitView.Of(done.Dit, done.Journal),
            cancellationToken);
    }
}
