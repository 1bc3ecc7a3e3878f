using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Dits.Backoffice;

/// <summary>DFM's staff writes on a DIT while it is open.</summary>
/// <param name="queue">Knows whose it is.</param>
/// <param name="messages">Reads and applies the message.</param>
public sealed class AddBackofficeDitMessage(IStaffQueue queue, DitMessages messages)
{
    /// <summary>201 with the DIT and the message in its journal.</summary>
    [Function(nameof(AddBackofficeDitMessage))]
    [Audience(Audience.Staff, Scope = "dits.write")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/dits/{number}/messages")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient lifecycles,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!DitNumber.TryParse(number, out var dit) || await queue.CustomerOf(dit, cancellationToken) is not { } customer)
            return DitProblems.NotFound.ToHttp();
        var staff = context.StaffName();
        return await messages.Add(
            request,
            customer,
            dit,
            _ => true,
            new Actor(ActorKind.Staff, staff),
            $"staff {staff}",
            lifecycles,
            done => DitView.Of(done.Dit, done.Journal) with { Customer = customer },
            cancellationToken);
    }
}
