using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Lifecycles;

/// <summary>What the portal does by itself when nobody acts, end to end: real time, and periods that are short by configuration.</summary>
public sealed class LifecycleDeadlineTests(AzuriteFixture azurite)
{
    private const string Short = "00:00:02";

    [Fact]
    public async Task ADit_RemindsTheServiceDesk_AndClosesByItselfWhenItsWorkIsDone()
    {
        await using var portal = await DitPortal.StartAsync(
            azurite.NewAccount(), InRealTime, Settings("PlanUrgentWithin", "CloseAfter"));
        var number = (await DitPortal.Raised(portal.User)).GetProperty("number").GetString()!;

        Assert.Equal([$"dit-{number}-1-Raised", $"dit-{number}-reminder"], await portal.MailsOf(number, 2));
        Assert.Equal("planning@dfm.example.com", (await LatestMail(portal)).GetProperty("to")[0].GetString());
        foreach (var action in (string[])["Plan", "Start", "Finish"])
        {
            using var moved = await portal.Move(number, action, action is "Finish" ? "Four remplacé." : null);
            Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        }

        Assert.Equal(
            [
                $"dit-{number}-1-Raised", $"dit-{number}-2-Planned", $"dit-{number}-4-WorkDone", $"dit-{number}-5-Closed",
                $"dit-{number}-reminder",
            ],
            await portal.MailsOf(number, 5));
        var dit = await portal.User.Get($"/api/dits/{number}");
        Assert.Equal(
            ("Closed", "Portal"),
            (dit.GetProperty("state").GetString(), dit.GetProperty("journal").EnumerateArray().Last().GetProperty("byKind").GetString()));
    }

    [Fact]
    public async Task AnOrder_RemindsTheDesk_Once()
    {
        await using var portal = await OrderPortal.StartAsync(azurite.NewAccount(), InRealTime, Settings("ValidateWithin"));
        var number = await OrderPortal.Ordered(portal.User);

        Assert.Equal([$"order-{number}-1-Placed", $"order-{number}-reminder"], await portal.MailsOf(number, 2));
        Assert.Equal("commandes@dfm.example.com", (await LatestMail(portal)).GetProperty("to")[0].GetString());
        await portal.Moved(number, new { action = "MakeFullyDeliverable" });

        Assert.Equal(
            [$"order-{number}-1-Placed", $"order-{number}-2-FullyDeliverable", $"order-{number}-reminder"], await portal.MailsOf(number, 3));
    }

    [Fact]
    public async Task AnApproval_Expires_AndTheArticlesComeBack()
    {
        await using var portal = await OrderPortal.StartAsync(azurite.NewAccount(), InRealTime, Settings("ApproveWithin"));
        await portal.Portal.AddAccount("claire", "c1");
        using var switched = await portal.Supervisor.PutAsJsonAsync("/api/order-approval", new { required = true }, Stop);
        var cart = await OrderPortal.Fill(portal.User, "p1", [OrderPortal.Line("T-K", 2)]);
        using var submitted = await OrderPortal.Checkout(portal.User, cart.GetProperty("version").GetString());
        var number = (await submitted.Json()).GetProperty("approval").GetProperty("number").GetString()!;

        Assert.Equal(
            [$"approval-{number}-expired", $"approval-{number}-requested-claire", $"approval-{number}-submitted"],
            await portal.MailsAbout($"approval-{number}-", 3));
        Assert.Equal("Expired", (await portal.User.Get($"/api/approvals/{number}")).GetProperty("state").GetString());
        Assert.Single((await portal.User.Get("/api/cart")).GetProperty("items").EnumerateArray());
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static void InRealTime(IServiceCollection services) => services.AddSingleton(TimeProvider.System);

    private static Dictionary<string, string> Settings(params string[] periods) =>
        periods.ToDictionary(period => $"Lifecycles__{period}", _ => Short);

    private static async Task<JsonElement> LatestMail(TwoCustomers portal) => (await portal.Portal.Client.Get("/local/mails"))[0];
}
