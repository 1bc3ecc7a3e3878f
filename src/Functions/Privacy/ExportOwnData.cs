using Dfm.Functions.Http;
using Dfm.Functions.Privacy.Export;
using Dfm.Functions.Security;

namespace Dfm.Functions.Privacy;

/// <summary>Everything that the portal keeps about the signed-in person (GDPR, articles 15 and 20).</summary>
public sealed class ExportOwnData(IUserStore users, PersonalData data)
{
    /// <summary>A ZIP with JSON and CSV, written while it is read. It reads all of the customer's partitions, page by page.</summary>
    [Function(nameof(ExportOwnData)), Audience(Audience.Customer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "me/export")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        return await users.Find(caller.Customer, caller.User, cancellationToken) is { } person
            ? new PersonalDataArchive(ExportedPerson.Of(person), data)
            : AuthProblems.TokenInvalid.ToHttp();
    }
}
