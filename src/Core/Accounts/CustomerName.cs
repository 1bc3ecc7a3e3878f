namespace Dfm.Core.Accounts;

/// <summary>A customer in the staff's list.</summary>
public sealed record CustomerName(CustomerId Id, string Name);
