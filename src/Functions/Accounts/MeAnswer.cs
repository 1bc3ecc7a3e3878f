using Dfm.Core.Accounts;

namespace Dfm.Functions.Accounts;

/// <summary>The signed-in person, as <c>GET me</c> and a sign-in answer.</summary>
internal sealed record MeAnswer(
    string Name,
    string Email,
    Profile Profile,
    MeAnswer.CustomerAnswer Customer,
    IReadOnlyList<Site> Sites,
    IReadOnlyList<string> Rights)
{
    /// <summary>The person's view of its customer: the sites that it may see, and what it may do.</summary>
    public static MeAnswer Of(Caller caller, Customer customer) => new(
        caller.Name,
        caller.Email,
        caller.Profile,
        new CustomerAnswer(customer.Id, customer.Name, customer.ApprovesOrders),
        customer.SitesFor(caller),
        Core.Accounts.Rights.Of(caller.Profile));

    /// <summary>The customer, and whether its Utilisateurs' carts need approval.</summary>
    internal sealed record CustomerAnswer(CustomerId Id, string Name, bool OrderApproval);
}
