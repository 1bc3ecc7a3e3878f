namespace Dfm.Core.Accounts;

/// <summary>A customer (« client ») of GROUPE DFM with its sites.</summary>
/// <param name="Sites">Sorted by id.</param>
public sealed record Customer(CustomerId Id, string Name, IReadOnlyList<Site> Sites)
{
    /// <summary>Whether an Utilisateur's cart needs a Superviseur's approval before it becomes orders.</summary>
    public bool ApprovesOrders { get; init; }

    /// <summary>The sites that <paramref name="caller"/> may see, sorted by name.</summary>
    public IReadOnlyList<Site> SitesFor(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return [.. Sites.Where(site => caller.MaySee(site.Id)).OrderBy(site => site.Name, StringComparer.Ordinal)];
    }
}
