namespace Dfm.Core.Accounts;

/// <summary>The customers and their sites.</summary>
public interface ICustomerStore
{
    /// <summary>
    /// The ids of all customers, ascending, read page by page from one partition: for background sweeps, never for a customer's request.
    /// </summary>
    IAsyncEnumerable<CustomerId> ListIds(CancellationToken cancellationToken);

    /// <summary>
    /// A page of all customers by code, for DFM's staff: one range of one partition. A search reads a thousand customers, of which a page may
    /// hold none and still be followed by another.
    /// </summary>
    /// <param name="search">Part of a name or a code, whatever its case and accents; null for all.</param>
    /// <param name="after">Where the previous page ended; null for the first page.</param>
    Task<(IReadOnlyList<CustomerName> Items, string? Next)> List(string? search, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>The customer with its sites: one range query of its partition; null when it does not exist.</summary>
    Task<Customer?> Find(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>Whether an Utilisateur's cart needs a Superviseur's approval; one point read.</summary>
    Task<bool> ApprovesOrders(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>Switches the approval of carts on or off.</summary>
    Task SetApprovesOrders(CustomerId customer, bool approves, CancellationToken cancellationToken);

    /// <summary>
    /// Creates or replaces the customer and its sites, for the import. Sites that are no longer listed are deleted; the customer's own
    /// settings are kept.
    /// </summary>
    Task Save(Customer customer, CancellationToken cancellationToken);
}
