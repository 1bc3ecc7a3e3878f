using Dfm.Core.Contact;
using Dfm.Core.Usage;
using Dfm.Functions.Attachments;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Contact.Requests;
using Dfm.Functions.Contact.Responses;
using Dfm.Functions.Contact.Storage;
using Dfm.Functions.Http;
using Dfm.Functions.Http.Forms;
using Dfm.Functions.Outbox;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Contact;

/// <summary>« Contacter » (manual, chapter 8): sends a message with its attachments to a service of DFM.</summary>
public sealed class SendContactRequest(
    CommandPipeline pipeline,
    ICustomerStore customers,
    IContactServiceStore services,
    Numbers<ContactNumber> numbers,
    AttachmentBlobs blobs,
    ContactPolicy policy,
    TimeProvider clock)
{
    /// <summary>201 once the request and its outbox row are stored, in one transaction; the mails follow.</summary>
    [Function(nameof(SendContactRequest)), Audience(Audience.Customer, Right.Contact)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "contact-requests")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var headers = CommandHeaders.Read(request, context);
        if (!headers.IsSuccess) return headers.Problem.ToHttp();

        // What does not depend on the body runs while it comes in.
        await using var execution = pipeline.Begin(TableNames.ContactRequests, caller.Customer);
        var finding = customers.Find(caller.Customer, cancellationToken);
        using var upload = new AttachmentUpload(blobs, caller, clock);
        var fields = new FormFields(ContactFormFields.Names);
        ContactNumber? number = null;
        var problem = await upload.Read(request, fields, FolderForFiles, cancellationToken);
        var customer = await finding;

        // A body that was not read to its end has no fingerprint.
        var idempotency = problem is null ? headers.Value.With(upload.Fingerprint).Idempotency : null;
        return await upload.ToHttp(
            () => execution.Run(Decide, () => ContactProblems.Busy, idempotency),
            sent => new StoredResponseResult(sent));

        async Task<Result<AttachmentFolder>> FolderForFiles() =>
            TableContactStore.FolderOf(caller.Customer, number ??= await numbers.Next(cancellationToken));

        async Task<Result<StoredResponse>> Decide(UnitOfWork unit)
        {
            if (problem is not null) return problem;
            var message = ContactMessage.Parse(ContactFormFields.Of(fields), caller, await services.List(cancellationToken));
            if (!message.IsSuccess) return message.Problem;
            number ??= await numbers.Next(cancellationToken);
            var sent = message.Value.Send(
                number.Value, caller, customer?.Name ?? caller.Customer.Value, clock.GetUtcNow(), upload.Attachments);
            return Store(unit, sent, message.Value.Service);
        }
    }

    private StoredResponse Store(UnitOfWork unit, ContactRequest sent, ContactService service)
    {
        TableContactStore.Add(unit, sent);
        var folder = TableContactStore.FolderOf(sent.Customer, sent.Number);
        foreach (var mail in ContactMails.For(sent, service, policy, file => folder.PathOf(file.Id))) unit.Follow(OutboxEffect.EnqueueMail(mail));
        unit.Note(new(sent.Customer, sent.SentAt, sent.SentBy.Name, sent.SentBy.User, UsageActions.ContactRequestSent, sent.Number.Value));
        return unit.Respond(StoredResponses.Of(ContactRequestResponse.Of(sent), StatusCodes.Status201Created));
    }
}
