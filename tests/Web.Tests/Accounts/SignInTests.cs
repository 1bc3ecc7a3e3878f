using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;

namespace Dfm.Web.Tests.Accounts;

/// <summary>« Connexion ».</summary>
public sealed class SignInTests(DemoPortal portal) : IClassFixture<DemoPortal>
{
    [Theory, MemberData(nameof(Device.Names), MemberType = typeof(Device))]
    public async Task SigningIn_OpensTheHomePage_OrTheAddressThatWasAskedFor(string device)
    {
        await using var visitor = await portal.VisitAsync(Device.Named(device));
        await visitor.GoToAsync("/dits?state=Planned");
        await visitor.SeesAsync("Connexion");
        await visitor.LooksGoodAsync("connexion");

        await visitor.SignInAsync("a.moreau", "pas le bon");
        await visitor.ReadsAsync("Identifiant ou mot de passe incorrect");
        await visitor.LooksGoodAsync("connexion-refusee");
        await visitor.SignInAsync("a.moreau");

        await visitor.SeesAsync("INTERVENTIONS");
        Assert.EndsWith("/dits?state=Planned", visitor.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSignInPage_IsSmall_AndAsksNoOtherOrigin()
    {
        await using var visitor = await portal.VisitAsync(Device.Phone);
        await visitor.GoToAsync("/sign-in");
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        var address = portal.Client.BaseAddress!.AbsoluteUri;
        Assert.All(visitor.Requests, request => Assert.StartsWith(address, request.Url, StringComparison.Ordinal));
        var sizes = visitor.Requests.Select(request => (Kind: request.ResourceType, File: SiteFiles.CompressedSize(request.Url))).ToLookup(one => one.Kind, one => one.File);
        Assert.InRange(sizes["script"].Sum(), 1, 70 * 1024);
        Assert.InRange(sizes["stylesheet"].Sum(), 1, 15 * 1024);
    }
}
