using Dfm.Core.Privacy;
using Dfm.Functions.Http;
using Dfm.Functions.Privacy.Export;
using Dfm.Functions.Security;

namespace Dfm.Functions.Privacy.Backoffice;

/// <summary>Everything that is kept about somebody who has written by mail and has no account (GDPR, article 15).</summary>
public sealed class ExportMailSenderData(ICustomerStore customers, PersonalData data)
{
    /// <summary>The ZIP of <see cref="ExportUserData"/>, without an account in it. 404 <c>customer-not-found</c>.</summary>
    [Function(nameof(ExportMailSenderData)), Audience(Audience.Staff, Scope = PrivacyScopes.Read)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/customers/{customer}/mail-senders/export")] HttpRequest request,
        string customer,
        CancellationToken cancellationToken)
    {
        var body = await JsonBody.Read<MailSenderBody>(request, cancellationToken);
        if (!body.IsSuccess) return body.Problem.ToHttp();
        var sender = MailSender.Parse(body.Value.Email);
        if (!sender.IsSuccess) return sender.Problem.ToHttp();
        return CustomerId.TryParse(customer, out var known) && await customers.Find(known, cancellationToken) is not null
            ? new PersonalDataArchive(ExportedPerson.Of(known, sender.Value), data)
            : CustomerProblems.NotFound.ToHttp();
    }
}
