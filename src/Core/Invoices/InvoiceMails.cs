using Dfm.Core.Accounts;
using Dfm.Core.Notifications;

namespace Dfm.Core.Invoices;

/// <summary>The mails about invoices. Their ids are deterministic, so enqueueing is idempotent.</summary>
public static class InvoiceMails
{
    /// <summary>To a person who may see it: the invoice can be read on the portal.</summary>
    public static MailMessage Available(Invoice invoice, Person to)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        ArgumentNullException.ThrowIfNull(to);
        var isCreditNote = invoice.Kind is InvoiceKind.CreditNote;
        return MailMessage.Create(
            $"invoice-{invoice.Number}-available-{to.User.Fingerprint}",
            new MailRecipient(to.Email, to.Name),
            new InvoiceAvailableMail(
                invoice.Number.Value,
                isCreditNote,
                FrenchText.Day(invoice.Date),
                isCreditNote || invoice.DueDate is not { } due ? null : FrenchText.Day(due),
                FrenchText.Money(invoice.Amounts.Total, invoice.Amounts.Currency),
                invoice.SiteName,
                invoice.Corrects?.Value));
    }
}
