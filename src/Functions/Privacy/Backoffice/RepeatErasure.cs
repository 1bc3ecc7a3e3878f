using Dfm.Core.Privacy;
using Dfm.Functions.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Privacy.Commands;
using Dfm.Functions.Security;

namespace Dfm.Functions.Privacy.Backoffice;

/// <summary>Does an erasure once more, after a restore has brought the person back.</summary>
public sealed class RepeatErasure(ErasureCommandHandler erasures)
{
    /// <summary>202, also while it is being done. 404 <c>erasure-not-found</c>.</summary>
    [Function(nameof(RepeatErasure)), Audience(Audience.Staff, Scope = PrivacyScopes.Erase)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/customers/{customer}/erasures/{id}/repeat")] HttpRequest request,
        string customer,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        Task.FromResult(CommandRequest.WithoutBody(request, context))
            .Then(conditions => CustomerId.TryParse(customer, out var known)
                ? erasures.Repeat(known, id, conditions.Idempotency, cancellationToken)
                : Task.FromResult(CommandOutcome<StoredResponse>.Refused(PrivacyProblems.NotFound)))
            .ToHttp();
}
