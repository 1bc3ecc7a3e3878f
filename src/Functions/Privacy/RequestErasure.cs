using Dfm.Core.Notifications;
using Dfm.Core.Privacy;
using Dfm.Core.Usage;
using Dfm.Functions.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Mail;
using Dfm.Functions.Outbox;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Privacy;

/// <summary>
/// The signed-in person asks DFM to erase the own data. Nothing is erased by that: the staff hears the person's employer first, and erases.
/// </summary>
public sealed class RequestErasure(
    CommandPipeline pipeline, ICustomerStore customers, IOptions<MailOptions> options, TimeProvider clock)
{
    /// <summary>202: a mail to DFM's service desk follows, and its confirmation to the person.</summary>
    [Function(nameof(RequestErasure)), Audience(Audience.Customer)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "me/erasure-request")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        Task.FromResult(CommandRequest.WithoutBody(request, context))
            .Then(conditions => Ask(context.Caller(), conditions.Idempotency, cancellationToken))
            .ToHttp();

    private async Task<CommandOutcome<StoredResponse>> Ask(Caller caller, Idempotency? idempotency, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        await using var execution = pipeline.Begin(TableNames.Users, caller.Customer);
        var customerName = (await customers.Find(caller.Customer, cancellationToken))?.Name ?? caller.Customer.Value;
        return await execution.Run(Ask, () => UserProblems.Busy, idempotency);

        Task<Result<StoredResponse>> Ask(UnitOfWork unit)
        {
            var desk = new MailRecipient(options.Value.ServiceDesk, "Protection des données");
            unit.Follow(OutboxEffect.EnqueueMail(PrivacyMails.ErasureRequested(caller, customerName, at, desk)));
            unit.Follow(OutboxEffect.EnqueueMail(PrivacyMails.ErasureReceived(caller, customerName, at)));
            unit.Note(new(caller.Customer, at, caller.Name, caller.User, UsageActions.ErasureRequested, Subject: null));
            return Task.FromResult<Result<StoredResponse>>(unit.Respond(StoredResponses.Of(new { RequestedAt = at }, StatusCodes.Status202Accepted)));
        }
    }
}
