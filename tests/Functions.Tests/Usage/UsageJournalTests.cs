using System.Net;
using System.Net.Http.Json;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Accounts;
using Dfm.Functions.Tests.Contact;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Usage;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Usage;

/// <summary>The Superviseur reads who did what, on what, when.</summary>
public sealed class UsageJournalTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private InProcessPortal started = null!;
    private TwoCustomers portal = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TableServiceClient Tables => started.Services.GetRequiredService<TableServiceClient>();

    public async ValueTask InitializeAsync()
    {
        started = await TwoCustomers.StartInProcess(azurite.NewAccount());
        await DitPortal.Arrange(started.Services);
        await ContactPortal.Arrange(started.Services);
        portal = new TwoCustomers(started, started.Client);
        await started.AddAccount("claire", "c1");
        await started.AddAccount("zoe", "c2");
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task WhatPeopleDo_IsWrittenDown_NewestFirst_WithoutTheirTexts()
    {
        var dit = await DitPortal.JustRaised(portal.User);
        started.Clock.Advance(TimeSpan.FromMinutes(1));
        await Post(portal.User, $"dits/{dit.Number}/messages", new { text = "Un secret d'atelier." });
        started.Clock.Advance(TimeSpan.FromMinutes(1));
        await ContactPortal.Sent(portal.User);
        started.Clock.Advance(TimeSpan.FromMinutes(1));
        (await started.Login("claire")).Dispose();
        started.Clock.Advance(TimeSpan.FromMinutes(1));
        await Post(portal.Supervisor, "users", new { name = "Léa Roy", email = "lea@example.com", profile = "User", sites = Texts("s1") });

        var lines = await Lines(5);

        Assert.Equal(["UserInvited", "SignedIn", "ContactRequestSent", "DitMessage", "DitRaised"], lines.Select(line => line.Action));
        Assert.Equal(["Personne claire", "Personne claire", "Personne paul", "Personne paul", "Personne paul"], lines.Select(line => line.By));
        Assert.Equal((dit.Number.Value, dit.Number.Value), (lines[3].Subject, lines[4].Subject));
        Assert.Equal(UserId.Of(LoginIdentifier.Parse("lea@example.com")).Value, lines[0].Subject);
        await foreach (var row in Tables.GetTableClient("Usage203703").QueryAsync<TableEntity>(cancellationToken: Stop))
            Assert.DoesNotContain("secret", string.Join(' ', row), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AJournal_IsItsCustomersAlone_AndItsSuperviseurs()
    {
        (await started.Login("claire")).Dispose();
        Assert.Single(await Lines(1));

        Assert.Empty((await portal.Stranger.Get<Page<ListUsage.UsageResponse>>("/api/usage-journal")).Items);
        using var user = await portal.User.GetAsync(new Uri("/api/usage-journal", UriKind.Relative), Stop);
        await user.IsProblem(HttpStatusCode.Forbidden, "supervisor-required");
    }

    [Fact]
    public async Task Pages_GoOnWhereTheLastOneEnded_AndMonthsAreApart()
    {
        for (var signIn = 0; signIn < 3; signIn++)
        {
            (await started.Login("claire")).Dispose();
            started.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var first = await portal.Supervisor.Get<Page<ListUsage.UsageResponse>>("/api/usage-journal?limit=2");
        var second = await portal.Supervisor.Get<Page<ListUsage.UsageResponse>>($"/api/usage-journal?limit=2&cursor={first.NextCursor}");

        Assert.Equal((2, 1, null), (first.Items.Count, second.Items.Count, second.NextCursor));
        Assert.True(first.Items[1].At > second.Items[0].At);
        Assert.Empty((await portal.Supervisor.Get<Page<ListUsage.UsageResponse>>("/api/usage-journal?month=2037-02")).Items);
        Assert.Equal(3, (await portal.Supervisor.Get<Page<ListUsage.UsageResponse>>("/api/usage-journal?month=2037-03")).Items.Count);
    }

    [Theory]
    [InlineData("month=2037-13", "validation-failed")]
    [InlineData("month=mars", "validation-failed")]
    [InlineData("limit=0", "validation-failed")]
    [InlineData("cursor=%7E%7E", "bad-cursor")]
    public async Task BadInput_IsRefused(string query, string code)
    {
        using var refused = await portal.Supervisor.GetAsync(new Uri($"/api/usage-journal?{query}", UriKind.Relative), Stop);
        await refused.IsProblem(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task MonthsThatAreTooOld_GoWithTheirTables_AndNoOtherTableDoes()
    {
        foreach (var month in (string[])["Usage203602", "Usage203603", "Usage203702"]) await Tables.CreateTableAsync(month, Stop);

        await ActivatorUtilities.CreateInstance<ExpireUsage>(started.Services).Run(new TimerInfo(), Stop);

        var left = new List<string>();
        await foreach (var table in Tables.QueryAsync(cancellationToken: Stop)) left.Add(table.Name);
        Assert.Equal(["Usage203603", "Usage203702"], left.Where(name => name.StartsWith("Usage", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All([TableNames.Users, TableNames.Dits], table => Assert.Contains(table, left));
    }

    /// <summary>Waits for so many lines of the present month.</summary>
    private async Task<IReadOnlyList<ListUsage.UsageResponse>> Lines(int count)
    {
        IReadOnlyList<ListUsage.UsageResponse> lines = [];
        await Waiting.Until(async () =>
        {
            lines = (await portal.Supervisor.Get<Page<ListUsage.UsageResponse>>("/api/usage-journal")).Items;
            return lines.Count >= count;
        });
        return lines;
    }

    private static async Task Post(HttpClient client, string route, object body)
    {
        using var answer = await client.PostAsJsonAsync(new Uri($"/api/{route}", UriKind.Relative), body, Stop);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    private static string[] Texts(params string[] texts) => texts;
}
