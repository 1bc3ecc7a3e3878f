using Dfm.Core.Accounts;

namespace Dfm.Core.Imports;

/// <summary>A line of <c>sites.csv</c>.</summary>
/// <param name="Id">The ERP's code, unique within the customer.</param>
/// <param name="Customer">Whose site it is.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Street">Street and number.</param>
/// <param name="Postcode">Postcode.</param>
/// <param name="Town">Town.</param>
public sealed record SiteRecord(SiteId Id, CustomerId Customer, string Name, string Street, string Postcode, string Town)
{
    /// <summary>The site, as its customer has it.</summary>
    public Site ToSite() => new(Id, Name, Street, Postcode, Town);
}
