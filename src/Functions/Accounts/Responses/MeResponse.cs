namespace Dfm.Functions.Accounts.Responses;

/// <summary>The signed-in person, in the responses of <c>GET me</c> and of a sign-in.</summary>
public sealed record MeResponse(
    UserId Id,
    string Name,
    string Email,
    Profile Profile,
    MeResponse.CustomerAnswer Customer,
    IReadOnlyList<Site> Sites,
    IReadOnlyList<string> Rights)
{
    /// <summary>The person's view of the customer: the visible sites, and the rights.</summary>
    public static MeResponse Of(Caller caller, Customer customer) => new(
        caller.User,
        caller.Name,
        caller.Email,
        caller.Profile,
        new CustomerAnswer(customer.Id, customer.Name, customer.ApprovesOrders),
        customer.SitesFor(caller),
        Core.Accounts.Rights.Of(caller));

    public sealed record CustomerAnswer(CustomerId Id, string Name, bool OrderApproval);
}
