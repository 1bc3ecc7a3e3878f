using Dfm.Functions.Http;
using Dfm.Functions.Privacy.Commands;
using Dfm.Functions.Security;

namespace Dfm.Functions.Privacy.Backoffice;

/// <summary>Erases a person's data (GDPR, article 17).</summary>
public sealed class EraseUser(ErasureCommandHandler erasures)
{
    /// <summary>202: the account is closed, and at <c>dueAt</c> a pseudonym takes the person's place everywhere. 404 <c>user-not-found</c>.</summary>
    [Function(nameof(EraseUser)), Audience(Audience.Staff, Scope = PrivacyScopes.Erase)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/customers/{customer}/users/{id}/erase")] HttpRequest request,
        string customer,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        Task.FromResult(CommandRequest.WithoutBody(request, context))
            .Then(conditions => erasures.Erase(customer, id, conditions.Idempotency, cancellationToken))
            .ToHttp();
}
