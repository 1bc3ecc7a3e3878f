namespace Dfm.Core.Accounts;

/// <summary>A site of a customer: an address where equipment stands.</summary>
/// <param name="Id">The ERP's code, unique within the customer.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Street">Street and number.</param>
/// <param name="Postcode">French postcode.</param>
/// <param name="Town">Town.</param>
public sealed record Site(SiteId Id, string Name, string Street, string Postcode, string Town)
{
    /// <summary>Street, postcode and town on one line.</summary>
    public string Address() => $"{Street}, {Postcode} {Town}";
}
