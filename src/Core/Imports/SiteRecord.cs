using Dfm.Core.Accounts;

namespace Dfm.Core.Imports;

/// <summary>A line of <c>sites.csv</c>.</summary>
public sealed record SiteRecord(SiteId Id, CustomerId Customer, string Name, string Street, string Postcode, string Town)
{
    /// <summary>The site, without its customer.</summary>
    public Site ToSite() => new(Id, Name, Street, Postcode, Town);
}
