using Dfm.Core.Notifications;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Mail.Failures;

/// <summary>The mails that did not reach their recipients: customers, Superviseurs, services.</summary>
public sealed class ListMailFailures(IMailFailureStore failures)
{
    /// <summary>A page, newest first.</summary>
    [Function(nameof(ListMailFailures)), Audience(Audience.Staff, Scope = "mails.read")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/mail-failures")] HttpRequest request,
        CancellationToken cancellationToken) =>
        CursorPages.Read(request, (after, limit) => failures.List(after, limit, cancellationToken), MailFailureResponse.Of);
}
