namespace Dfm.Core.Invoices;

/// <summary>The bounds of invoices.</summary>
public static class InvoiceRules
{
    /// <summary>The largest PDF, in bytes.</summary>
    public const long MaxBytes = 25 * 1024 * 1024;

    /// <summary>The largest attached XML, in bytes: thousands of lines.</summary>
    public const int MaxXmlBytes = 5 * 1024 * 1024;

    /// <summary>How many invoices one ZIP holds at most.</summary>
    public const int MaxArchive = 200;

    /// <summary>The largest amount, in the invoice's currency.</summary>
    public const decimal MaxAmount = 999_999_999.99m;
}
