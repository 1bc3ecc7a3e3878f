namespace Dfm.Core.Accounts;

/// <summary>The customers and their sites.</summary>
public interface ICustomerStore
{
    /// <summary>The ids of all customers, ascending, in pages of one partition: for sweepers, never for a customer's request.</summary>
    IAsyncEnumerable<CustomerId> ListIds(CancellationToken cancellationToken);

    /// <summary>The customer with its sites, one range read of its partition; null when there is none.</summary>
    Task<Customer?> Find(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>Whether an Utilisateur's cart needs a Superviseur's approval; one point read.</summary>
    Task<bool> ApprovesOrders(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>Switches the approval of carts on or off.</summary>
    Task SetApprovesOrders(CustomerId customer, bool approves, CancellationToken cancellationToken);

    /// <summary>
    /// Creates or replaces the customer and its sites: the import's writer. A site that is no longer named is removed; what the
    /// customer has set for itself stays.
    /// </summary>
    Task Save(Customer customer, CancellationToken cancellationToken);
}
