using Dfm.Core.Accounts;
using Dfm.Core.Invoices;

namespace Dfm.Core.Imports;

/// <summary>A line of <c>invoices.csv</c>.</summary>
/// <param name="Form">As it would be posted.</param>
public sealed record InvoiceRecord(CustomerId Customer, InvoiceForm Form);
