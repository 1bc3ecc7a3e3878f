using System.Text.Json.Serialization;

namespace Dfm.Core.Invoices;

/// <summary>What a document charges or gives back.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InvoiceKind>))]
public enum InvoiceKind
{
    /// <summary>« Facture ».</summary>
    Invoice,

    /// <summary>« Avoir »: reduces an earlier invoice by its amounts, which are positive.</summary>
    CreditNote,
}

/// <summary>Whether an invoice is paid, where the ERP tells.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InvoicePayment>))]
public enum InvoicePayment
{
    /// <summary>« À payer ».</summary>
    Due,

    /// <summary>« Payée ».</summary>
    Paid,
}

/// <summary>The labels that customers read.</summary>
public static class InvoiceLabels
{
    /// <summary>The French label of a kind.</summary>
    public static string Label(this InvoiceKind kind) => kind switch
    {
        InvoiceKind.Invoice => "Facture",
        InvoiceKind.CreditNote => "Avoir",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without a label."),
    };

    /// <summary>The French label of a payment.</summary>
    public static string Label(this InvoicePayment payment) => payment switch
    {
        InvoicePayment.Due => "À payer",
        InvoicePayment.Paid => "Payée",
        _ => throw new ArgumentOutOfRangeException(nameof(payment), payment, "A payment without a label."),
    };
}
