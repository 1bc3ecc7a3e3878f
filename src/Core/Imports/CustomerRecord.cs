using Dfm.Core.Accounts;

namespace Dfm.Core.Imports;

/// <summary>A line of <c>customers.csv</c>.</summary>
/// <param name="Id">The ERP's code.</param>
/// <param name="Name">The customer's name.</param>
public sealed record CustomerRecord(CustomerId Id, string Name);
