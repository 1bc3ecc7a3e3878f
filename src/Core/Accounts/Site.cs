namespace Dfm.Core.Accounts;

/// <summary>A site of a customer: an address where equipment is located.</summary>
public sealed record Site(SiteId Id, string Name, string Street, string Postcode, string Town)
{
    /// <summary>Street, postcode and town on one line.</summary>
    public string Address() => $"{Street}, {Postcode} {Town}";
}
