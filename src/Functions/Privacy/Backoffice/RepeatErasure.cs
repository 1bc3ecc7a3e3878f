using Dfm.Functions.Http;
using Dfm.Functions.Privacy.Commands;
using Dfm.Functions.Security;

namespace Dfm.Functions.Privacy.Backoffice;

/// <summary>Does an erasure once more, after a restore has brought the person back, or where it was given up.</summary>
public sealed class RepeatErasure(ErasureCommandHandler erasures)
{
    /// <summary>202, also before it is due. 404 <c>erasure-not-found</c>.</summary>
    [Function(nameof(RepeatErasure)), Audience(Audience.Staff, Scope = PrivacyScopes.Erase)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/customers/{customer}/erasures/{id}/repeat")] HttpRequest request,
        string customer,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        Task.FromResult(CommandRequest.WithoutBody(request, context))
            .Then(conditions => erasures.Repeat(customer, id, conditions.Idempotency, cancellationToken))
            .ToHttp();
}
