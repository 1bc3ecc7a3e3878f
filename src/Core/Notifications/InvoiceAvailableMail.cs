namespace Dfm.Core.Notifications;

/// <summary>To each Superviseur: a new invoice or credit note can be read. It holds no amount's details: the PDF stays on the portal.</summary>
/// <param name="Number">The invoice's number.</param>
/// <param name="IsCreditNote">Whether it is a credit note.</param>
/// <param name="Date">Its date, in French.</param>
/// <param name="DueDate">When it is due, in French; null where that is not known, and for credit notes.</param>
/// <param name="Total">« Total TTC » with its currency, in French.</param>
/// <param name="SiteName">Null when it is for the customer as a whole.</param>
/// <param name="Corrects">Of a credit note: the invoice's number.</param>
public sealed record InvoiceAvailableMail(
    string Number, bool IsCreditNote, string Date, string? DueDate, string Total, string? SiteName, string? Corrects) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.InvoiceAvailable;

    /// <inheritdoc/>
    public MailTopic? Topic => new(MailTopicKind.Invoice, Number);
}
