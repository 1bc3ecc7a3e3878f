using Dfm.Core.Accounts;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Dfm.Functions.Security;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Tests.Security;

public sealed partial class AudienceTests(AzuriteFixture azurite)
{
    private static readonly MethodInfo[] Functions = [.. AudienceRules.FunctionsOf(typeof(PortalHost).Assembly)];

    [Fact]
    public void EveryFunction_DeclaresWhoMayCallIt()
    {
        Assert.True(Functions.Length >= 5);
        Assert.NotNull(AudienceRules.Of(Functions));
    }

    [Fact]
    public void AFunctionThatDeclaresNoFittingAudience_IsNamed()
    {
        var wrong = typeof(Wrong).GetMethods(BindingFlags.Static | BindingFlags.NonPublic);

        var refusal = Assert.Throws<InvalidOperationException>(() => AudienceRules.Of(wrong)).Message;

        Assert.All(wrong, method => Assert.Contains($"Wrong.{method.Name}: ", refusal, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WithoutCredentials_EveryFunctionButThoseForAnyone_Answers401()
    {
        await using var portal = await InProcessPortal.StartAsync(azurite.NewAccount());
        foreach (var function in Functions)
        {
            var audience = function.GetCustomAttribute<AudienceAttribute>()!.Audience;
            if (audience is Audience.Anyone or Audience.Platform) continue;
            foreach (var request in Requests(function))
            {
                using var answer = await portal.Client.SendAsync(request, TestContext.Current.CancellationToken);
                await answer.IsProblem(HttpStatusCode.Unauthorized, audience is Audience.Staff ? "api-key-required" : "sign-in-required");
                Assert.Equal(audience is Audience.Staff ? "ApiKey" : "Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
            }
        }
    }

    [Fact]
    public async Task WithAnApiKeyOfOtherScopes_EveryStaffFunctionAnswers403_AndWithACustomersToken401()
    {
        await using var portal = await InProcessPortal.StartAsync(azurite.NewAccount());
        using var staff = await portal.StaffClient("Other", "other.things");
        using var customer = portal.ClientOf((await portal.AddAccount("a", "C1")).ToCaller());
        foreach (var function in Functions.Where(f => f.GetCustomAttribute<AudienceAttribute>()!.Audience is Audience.Staff))
        {
            foreach (var request in Requests(function))
            {
                using var answer = await staff.SendAsync(request, TestContext.Current.CancellationToken);
                await answer.IsProblem(HttpStatusCode.Forbidden, "scope-missing");
            }

            foreach (var request in Requests(function))
            {
                using var answer = await customer.SendAsync(request, TestContext.Current.CancellationToken);
                await answer.IsProblem(HttpStatusCode.Unauthorized, "api-key-required");
            }
        }
    }

    [Fact]
    public async Task AUser_IsRefusedByEveryFunctionForSupervisors()
    {
        await using var portal = await InProcessPortal.StartAsync(azurite.NewAccount());
        using var user = portal.ClientOf((await portal.AddAccount("a", "C1", "S1")).ToCaller());
        foreach (var function in Functions.Where(f => f.GetCustomAttribute<AudienceAttribute>()!.Audience is Audience.Supervisor))
        {
            foreach (var request in Requests(function))
            {
                using var answer = await user.SendAsync(request, TestContext.Current.CancellationToken);
                await answer.IsProblem(HttpStatusCode.Forbidden, "supervisor-required");
            }
        }
    }

    [Fact]
    public async Task AUserWithoutRights_IsRefusedByEveryFunctionThatBelongsToAPart_AndTheOthersAreTheseAlone()
    {
        await using var portal = await InProcessPortal.StartAsync(azurite.NewAccount());
        using var user = portal.ClientOf((await portal.AddAccount("a", "C1", "S1")).ToCaller() with { Rights = [] });
        var everybodys = new List<string>();
        foreach (var function in Functions.Where(f => f.GetCustomAttribute<AudienceAttribute>()!.Audience is Audience.Customer))
        {
            if (function.GetCustomAttribute<AudienceAttribute>()!.Right is null)
            {
                everybodys.Add(function.DeclaringType!.Name);
                continue;
            }

            foreach (var request in Requests(function))
            {
                using var answer = await user.SendAsync(request, TestContext.Current.CancellationToken);
                await answer.IsProblem(HttpStatusCode.Forbidden, "right-missing");
            }
        }

        Assert.Equal(
            ["ChangePassword", "EndOtherSessions", "EndSession", "ExportOwnData", "GetAsset", "ListAssets", "ListSessions", "Me", "RequestErasure"],
            everybodys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EveryAnswer_CarriesTheSecurityHeaders()
    {
        await using var portal = await InProcessPortal.StartAsync(azurite.NewAccount());
        foreach (var path in new[] { "api/health", "api/me" })
        {
            using var answer = await portal.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.Equal("ETag, Location, Retry-After, Content-Disposition", answer.Headers.GetValues("Access-Control-Expose-Headers").Single());
            Assert.True(answer.Headers.CacheControl?.NoStore);
        }
    }

    private static IEnumerable<HttpRequestMessage> Requests(MethodInfo function)
    {
        var trigger = function.GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .First(attribute => attribute is not null)!;
        var path = RouteParameter().Replace(trigger.Route ?? function.Name, "1");
        return trigger.Methods!.Select(method => new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), $"api/{path}"));
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex RouteParameter();

    private static class Wrong
    {
        internal static void Undeclared([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => _ = request;

        [Audience(Audience.Platform)]
        internal static void PlatformByHttp([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => _ = request;

        [Audience(Audience.Staff)]
        internal static void StaffWithoutScope([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => _ = request;

        [Audience(Audience.Supervisor, Right.Dits)]
        internal static void RightForOthers([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => _ = request;

        [Audience(Audience.Supervisor, AcceptsTicket = true)]
        internal static void TicketForOthers([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => _ = request;

        [Audience(Audience.Anyone)]
        internal static void AnyoneWithoutHttp(string input) => _ = input;
    }
}
