using Dfm.Core.Accounts;

namespace Dfm.Core.Tests.Accounts;

public sealed class CallerTests
{
    private static readonly Customer Customer = new(
        CustomerId.Parse("C1"), "Étude Delorme", [Site("S1", "Étude"), Site("S2", "Bureau"), Site("S3", "Archives")]);

    [Fact]
    public void ASupervisor_SeesEverySite_AndManagesUsers()
    {
        var caller = Account(Profile.Supervisor).ToCaller();

        Assert.Equal(["Archives", "Bureau", "Étude"], Customer.SitesFor(caller).Select(site => site.Name));
        Assert.Contains("users.manage", Rights.Of(caller));
    }

    [Fact]
    public void AUser_SeesTheAssignedSites_AndManagesNobody()
    {
        var caller = Account(Profile.User, "S3", "S2").ToCaller();

        Assert.Equal(["S2", "S3"], caller.Sites.Select(site => site.Value));
        Assert.Equal(["Archives", "Bureau"], Customer.SitesFor(caller).Select(site => site.Name));
        Assert.DoesNotContain("users.manage", Rights.Of(caller));
    }

    [Fact]
    public void AUserWithoutSites_SeesNone() => Assert.Empty(Customer.SitesFor(Account(Profile.User).ToCaller()));

    private static Account Account(Profile profile, params string[] sites) => new(
        UserId.Parse("u1"), CustomerId.Parse("C1"), LoginIdentifier.Parse("u1"), "Une Personne", "u1@example.com", "", profile,
        [.. sites.Select(SiteId.Parse)]);

    private static Site Site(string id, string name) => new(SiteId.Parse(id), name, "1 rue Basse", "28000", "Chartres");
}
