using Dfm.Core.Privacy;
using Dfm.Functions.Http;
using Dfm.Functions.Privacy.Commands;
using Dfm.Functions.Security;

namespace Dfm.Functions.Privacy.Backoffice;

/// <summary>Erases the data of somebody who has written by mail and has no account (GDPR, article 17).</summary>
public sealed class EraseMailSender(ErasureCommandHandler erasures)
{
    /// <summary>202, as for a user. 409 <c>sender-is-user</c> where a user of the customer, or an active one of another, has the address.</summary>
    [Function(nameof(EraseMailSender)), Audience(Audience.Staff, Scope = PrivacyScopes.Erase)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/customers/{customer}/mail-senders/erase")] HttpRequest request,
        string customer,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        CommandRequest.Read<MailSenderBody, MailSender>(request, context, body => MailSender.Parse(body.Email), cancellationToken)
            .Then(form => erasures.EraseSender(customer, form.Input, form.Conditions.Idempotency, cancellationToken))
            .ToHttp();
}
