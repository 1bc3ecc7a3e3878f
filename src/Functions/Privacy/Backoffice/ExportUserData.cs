using Dfm.Functions.Http;
using Dfm.Functions.Privacy.Export;
using Dfm.Functions.Security;

namespace Dfm.Functions.Privacy.Backoffice;

/// <summary>Everything that is kept about a person, for whoever has asked DFM for it (GDPR, articles 15 and 20).</summary>
public sealed class ExportUserData(IUserStore users, PersonalData data)
{
    /// <summary>The ZIP that the person gets by <see cref="ExportOwnData"/>. 404 <c>user-not-found</c>.</summary>
    [Function(nameof(ExportUserData)), Audience(Audience.Staff, Scope = PrivacyScopes.Read)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/customers/{customer}/users/{id}/export")] HttpRequest request,
        string customer,
        string id,
        CancellationToken cancellationToken) =>
        CustomerId.TryParse(customer, out var known) && UserId.TryParse(id, out var user)
        && await users.Find(known, user, cancellationToken) is { } person
            ? new PersonalDataArchive(ExportedPerson.Of(person), data)
            : UserProblems.NotFound.ToHttp();
}
