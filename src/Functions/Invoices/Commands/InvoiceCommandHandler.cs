using Dfm.Core.Invoices;
using Dfm.Core.Webhooks;
using Dfm.Functions.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Invoices.FacturX;
using Dfm.Functions.Invoices.Requests;
using Dfm.Functions.Invoices.Responses;
using Dfm.Functions.Invoices.Storage;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Invoices.Commands;

/// <summary>Stores posted invoices, each number once.</summary>
public sealed class InvoiceCommandHandler(
    CommandPipeline pipeline,
    ICustomerStore customers,
    IUserStore users,
    IInvoiceStore invoices,
    InvoiceNumbers numbers,
    InvoiceBlobs blobs,
    TimeProvider clock)
{
    /// <summary>
    /// Stores the invoice, its PDF first. Posted again with the same content, it has the same response; with other content it is refused.
    /// </summary>
    /// <param name="upload">The form.</param>
    /// <param name="idempotency">The request's Idempotency-Key, if it has one.</param>
    /// <param name="cancellationToken">Cancels the reads; the commit runs to completion.</param>
    public async Task<CommandOutcome<StoredResponse>> Post(
        InvoiceUpload upload, Idempotency? idempotency, CancellationToken cancellationToken)
    {
        var posted = await Decide(upload, cancellationToken);
        if (!posted.IsSuccess) return CommandOutcome<StoredResponse>.Refused(posted.Problem);
        var invoice = posted.Value;
        await using var execution = pipeline.Begin(TableNames.Invoices, invoice.Customer);
        var readingRecipients = users.Supervisors(invoice.Customer, cancellationToken);
        var claiming = numbers.Claim(invoice.Number, invoice.Customer, cancellationToken);
        var (isOurs, recipients) = (await claiming, await readingRecipients);
        var isStored = false;
        return await execution.Run(TryToStore, () => InvoiceProblems.Busy, idempotency);

        async Task<Result<StoredResponse>> TryToStore(UnitOfWork unit)
        {
            if (!isOurs) return InvoiceProblems.PostedOtherwise;
            if (await invoices.Find(invoice.Customer, invoice.Number, cancellationToken) is { } before)
                return InvoicePosting.IsSame(before, invoice) ? ResponseOf(before) : InvoiceProblems.PostedOtherwise;
            if (!isStored) await blobs.Store(invoice.Customer, invoice.File, upload.Pdf, cancellationToken);
            isStored = true;
            Add(unit, invoice, recipients);
            var response = ResponseOf(invoice);
            unit.Respond(response);
            return response;
        }
    }

    private async Task<Result<Invoice>> Decide(InvoiceUpload upload, CancellationToken cancellationToken)
    {
        if (!CustomerId.TryParse(upload.Customer, out var id) || await customers.Find(id, cancellationToken) is not { } customer)
            return Problem.Validation("customer", "Ce client est inconnu.");
        return FacturXReader.Read(upload.Pdf).Then(document => InvoicePosting.Decide(
            upload.Form,
            document,
            customer,
            new InvoiceFile(upload.Sha256, upload.Pdf.Length, document?.Profile),
            clock.GetUtcNow()));
    }

    private static void Add(UnitOfWork unit, Invoice invoice, IReadOnlyList<Person> recipients)
    {
        foreach (var row in TableInvoiceStore.Rows(invoice)) unit.Insert(row);
        foreach (var person in recipients) unit.Follow(OutboxEffect.EnqueueMail(InvoiceMails.Available(invoice, person)));
        unit.Publish(WebhookEvent.Create(
            $"invoice-{invoice.Number}", WebhookEventType.InvoicePosted, invoice.PostedAt, invoice.Customer, new { Invoice = InvoiceResponse.Of(invoice) }));
    }

    private static StoredResponse ResponseOf(Invoice invoice) =>
        StoredResponses.Of(InvoiceResponse.Of(invoice), StatusCodes.Status201Created, $"/api/invoices/{invoice.Number}");
}
