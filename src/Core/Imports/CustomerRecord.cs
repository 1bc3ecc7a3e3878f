using Dfm.Core.Accounts;

namespace Dfm.Core.Imports;

/// <summary>A line of <c>customers.csv</c>.</summary>
public sealed record CustomerRecord(CustomerId Id, string Name);
