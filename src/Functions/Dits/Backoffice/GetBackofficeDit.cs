using Dfm.Core.Dits;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits.Backoffice;

/// <summary>One DIT of any customer, for DFM's staff.</summary>
public sealed class GetBackofficeDit(IStaffQueue<DitNumber, DitState, DitSummary> queue, IDitStore dits)
{
    /// <summary>The DIT with its ETag and whose it is.</summary>
    [Function(nameof(GetBackofficeDit))]
    [Audience(Audience.Staff, Scope = "dits.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/dits/{number}")] HttpRequest request,
        string number,
        CancellationToken cancellationToken)
    {
        if (!DitNumber.TryParse(number, out var dit) || await queue.CustomerOf(dit, cancellationToken) is not { } customer)
            return DitProblems.NotFound.ToHttp();
        return await dits.FindWithJournal(customer, dit, cancellationToken) is { } found
            ? new VersionedResult(DitResponse.Of(found.Stored.Value, found.Journal) with { Customer = customer })
            : DitProblems.NotFound.ToHttp();
    }
}
