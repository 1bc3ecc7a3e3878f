using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Dits;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Dits.DitPortal;
using static Dfm.Functions.Tests.Infrastructure.TwoCustomers;

namespace Dfm.Functions.Tests.Dits;

/// <summary>The life of DITs from both sides, with their mails.</summary>
public sealed class DitLifeTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private DitPortal portal = null!;

    public async ValueTask InitializeAsync() => portal = await DitPortal.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task ADit_IsPlannedWorkedOnAndClosed_AndEachStepIsToldByMail()
    {
        var number = await Followed();
        foreach (var (action, comment) in ((string, string?)[])[("Plan", null), ("Start", null), ("LeaveUnfinished", "Pièce commandée."),
                     ("Plan", null), ("Start", null), ("Finish", "Four remplacé."), ("Reopen", "La panne est revenue."),
                     ("Plan", null), ("Start", null), ("Finish", "Carte remplacée."), ("Close", null)])
        {
            using var answer = await portal.Move(number, action, comment);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var dit = await Get(number);

        Assert.Equal("Clôturée", dit.GetProperty("stateLabel").GetString());
        Assert.Equal(12, dit.GetProperty("journal").GetArrayLength());
        Assert.Equal(
            [$"dit-{number}-1-Raised", $"dit-{number}-11-WorkDone", $"dit-{number}-12-Closed", $"dit-{number}-2-Planned",
                $"dit-{number}-5-Planned", $"dit-{number}-7-WorkDone", $"dit-{number}-9-Planned"],
            await portal.MailsOf(number, 7));
        Assert.Equal("Closed", (await Lifecycle(number, OrchestrationRuntimeStatus.Completed)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Cancel_InItsWindow_IsConfirmedByMail_WithItsComment()
    {
        var number = await Followed();

        using var answer = await Cancel(portal.User, number, "Réparé par nos soins.");

        var dit = await answer.Json();
        Assert.Equal(("Cancelled", "Annulée"), (dit.GetProperty("state").GetString(), dit.GetProperty("stateLabel").GetString()));
        Assert.Equal([$"dit-{number}-1-Raised", $"dit-{number}-2-Cancelled"], await portal.MailsOf(number, 2));
        var mails = await portal.Portal.Client.GetFromJsonAsync<JsonElement>("/local/mails", TestContext.Current.CancellationToken);
        Assert.Contains("Réparé par nos soins.", mails[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_AfterPlanning_IsRefused_WithTheStateThatStands()
    {
        var number = await Followed();
        using var planned = await portal.Move(number, "Plan");

        using var refused = await Cancel(portal.User, number);

        var problem = await refused.IsProblem(HttpStatusCode.Conflict, "dit-cannot-be-cancelled");
        Assert.Equal("Planned", problem.GetProperty("state").GetString());
        Assert.False((await Get(number)).GetProperty("cancellation").GetProperty("open").GetBoolean());
    }

    [Fact]
    public async Task Cancel_WithoutAComment_IsRefused()
    {
        var number = await Followed();

        using var refused = await Cancel(portal.User, number, "  ");

        var problem = await refused.IsProblem(HttpStatusCode.BadRequest, "validation-failed");
        Assert.True(problem.GetProperty("errors").TryGetProperty("comment", out _));
    }

    [Fact]
    public async Task ACommand_OnAnOlderVersion_IsRefused()
    {
        var number = await Followed();
        var seen = (await portal.User.GetAsync($"/api/dits/{number}", TestContext.Current.CancellationToken)).Headers.ETag!;
        using var message = await Write(portal.User, $"/api/dits/{number}/messages", "Le code d'accès est le 12.");

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/dits/{number}/cancel") { Content = JsonContent.Create(new { comment = "x" }) };
        request.Headers.IfMatch.Add(seen);
        using var refused = await portal.User.SendAsync(request, TestContext.Current.CancellationToken);

        await refused.IsProblem(HttpStatusCode.PreconditionFailed, "dit-changed-meanwhile");
    }

    [Fact]
    public async Task Messages_AndFiles_AreAdded_WhileTheDitIsOpen_AndNotAfter()
    {
        var number = await Followed();
        using var mine = await Write(portal.User, $"/api/dits/{number}/messages", "Le code d'accès est le 12.");
        using var theirs = await Write(portal.Staff, $"/api/backoffice/dits/{number}/messages", "C'est noté.");
        using var file = await AddFile(number);
        var journal = (await file.Json()).GetProperty("journal").EnumerateArray().Select(entry => entry.GetProperty("kind").GetString());
        using var _ = await Cancel(portal.User, number);

        Assert.All([mine, theirs, file], answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Equal(["Raised", "Message", "Message", "AttachmentsAdded"], journal);
        using var late = await Write(portal.User, $"/api/dits/{number}/messages", "Trop tard.");
        using var lateFile = await AddFile(number);
        await late.IsProblem(HttpStatusCode.Conflict, "dit-not-open");
        await lateFile.IsProblem(HttpStatusCode.Conflict, "dit-not-open");
    }

    [Fact]
    public async Task AMessage_WithTheSameKey_IsWrittenOnce()
    {
        var number = await Followed();
        var bodies = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await Write(portal.User, $"/api/dits/{number}/messages", "Une fois.", "cle-1");
            bodies.Add(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        using var other = await Write(portal.User, $"/api/dits/{number}/messages", "Autre.", "cle-1");

        Assert.Equal(bodies[0], bodies[1]);
        Assert.Equal(2, (await Get(number)).GetProperty("journal").GetArrayLength());
        await other.IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Fact]
    public async Task AStaffMessage_WithTheSameKey_GetsItsOwnFirstAnswerAgain()
    {
        var number = await Followed();
        var route = $"/api/backoffice/dits/{number}/messages";
        using var first = await Write(portal.Staff, route, "C'est noté.", "cle-1");
        using var mine = await Write(portal.User, $"/api/dits/{number}/messages", "Merci.");
        using var again = await Write(portal.Staff, route, "C'est noté.", "cle-1");

        Assert.Equal("c1", (await again.Json()).GetProperty("customer").GetString());
        Assert.Equal(await first.Content.ReadAsStringAsync(Stop), await again.Content.ReadAsStringAsync(Stop));
        Assert.Equal((first.StatusCode, first.Headers.ETag, first.Headers.Location), (again.StatusCode, again.Headers.ETag, again.Headers.Location));
    }

    [Fact]
    public async Task MessagesOfManyAtOnce_AreAllWritten_EachWithItsAuthor()
    {
        var number = await Followed();
        var messages = Enumerable.Range(0, 9).Select(n => (Client: n % 3, Text: $"Message {n}")).ToList();
        HttpClient[] clients = [portal.User, portal.Supervisor, portal.Staff];
        string[] authors = ["Personne paul", "Personne claire", "Service technique"];

        var answers = await Task.WhenAll(messages.Select(one => Write(
            clients[one.Client], $"/api/{(one.Client == 2 ? "backoffice/" : "")}dits/{number}/messages", one.Text)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        var journal = (await Get(number)).GetProperty("journal").EnumerateArray().Skip(1);
        Assert.Equal(
            messages.Select(one => $"{one.Text} {authors[one.Client]}"),
            journal.Select(entry => $"{entry.GetProperty("text")} {entry.GetProperty("by")}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"action":"Start","comment":"En route."}""", "comment")]
    [InlineData("""{"action":"Close","technician":"LONG","plannedFor":"2037-03-03T08:00:00Z"}""", "plannedFor", "technician")]
    [InlineData("""{"action":"Finish","technician":"Hugo"}""", "comment", "technician")]
    [InlineData("""{"action":"Cancel","comment":"Hors contrat.","plannedFor":"2037-03-03T08:00:00Z"}""", "plannedFor")]
    public async Task ATransition_WithFieldsOfAnotherAction_IsRefused(string body, params string[] fields)
    {
        var number = await Followed();

        using var content = new StringContent(
            body.Replace("LONG", new string('é', 101), StringComparison.Ordinal), Encoding.UTF8, "application/json");
        using var refused = await portal.Staff.PostAsync(new Uri($"/api/backoffice/dits/{number}/transitions", UriKind.Relative), content, Stop);

        var problem = await refused.IsProblem(HttpStatusCode.BadRequest, "validation-failed");
        Assert.Equal(fields, problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    /// <summary>Of working time, from Monday 9:00 in Paris.</summary>
    [Theory]
    [InlineData("Standard", "2037-03-03T14:00:00Z")]
    [InlineData("Urgent", "2037-03-02T12:00:00Z")]
    [InlineData("Blocking", "2037-03-02T09:00:00Z")]
    public async Task TheServiceDesk_IsGivenTimeForTheUrgency(string urgency, string due)
    {
        var number = await Followed(urgency: urgency);

        var page = await portal.Staff.Get("/api/backoffice/dits?state=AwaitingPlanning");
        var dit = page.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("number").GetString() == number);
        Assert.Equal(due, dit.GetProperty("dueAt").GetString());
    }

    [Fact]
    public async Task WorkDone_ClosesAfterFiveWorkingDays()
    {
        var number = await WorkDone();

        Assert.Equal("2037-03-09T08:00:00Z", (await Get(number)).GetProperty("closesAt").GetString());
    }

    [Fact]
    public async Task TheClosing_OfWorkThatWasReopened_LeavesTheNewWorkAlone()
    {
        var number = await WorkDone();
        using var reopened = await portal.Move(number, "Reopen", "La panne est revenue.");
        using var planned = await portal.Move(number, "Plan");
        using var started = await portal.Move(number, "Start");
        using var done = await portal.Move(number, "Finish", "Carte remplacée.");

        await portal.CloseAutomatically(number, doneBy: 4);
        Assert.Equal("WorkDone", (await Get(number)).GetProperty("state").GetString());
        await portal.CloseAutomatically(number, doneBy: 8);

        var dit = await Get(number);
        Assert.Equal("Closed", dit.GetProperty("state").GetString());
        Assert.Equal("Portal", dit.GetProperty("journal").EnumerateArray().Last().GetProperty("byKind").GetString());
        Assert.Contains($"dit-{number}-9-Closed", await portal.MailsOf(number, 6));
    }

    [Fact]
    public async Task TheStaffsQueue_ShowsWhatAwaitsPlanning_AcrossCustomers_TheMostPressingFirst()
    {
        var standard = await Followed(portal.User, urgency: "Standard");
        var blocking = await Followed(portal.Stranger, urgency: "Blocking");
        var planned = await Followed();
        using var _ = await portal.Move(planned, "Plan");
        await Until(async () => (await Queue("Planned")).SequenceEqual([planned]));

        Assert.Equal([blocking, standard], await Queue("AwaitingPlanning"));
        Assert.Equal([blocking], await Queue("AwaitingPlanning&limit=1"));
    }

    [Fact]
    public async Task TheLifecycle_ShowsItsState_AndWhetherTheCustomerMayCancel()
    {
        var number = await Followed();

        var status = (await Lifecycle(number)).ReadCustomStatusAs<LifecycleStatus<DitState>>()!;

        Assert.Equal((DitState.AwaitingPlanning, true), (status.State, status.Cancellable));
    }

    [Theory]
    [InlineData(TableNames.Dits)]
    [InlineData(TableNames.Orders)]
    public async Task AStartAndASignal_OfALifecycleThatHasEnded_LeaveTheOutbox_AndDoNothing(string outbox)
    {
        var number = DitNumber.Of(long.Parse(await Followed(), CultureInfo.InvariantCulture));
        using var cancelled = await Cancel(portal.User, number.Value);
        var ended = await Lifecycle(number.Value, OrchestrationRuntimeStatus.Completed);
        var services = portal.Portal.Services;
        var tables = services.GetRequiredService<TableServiceClient>();
        var raised = (await services.GetRequiredService<IDitStore>().Find(CustomerId.Parse("c1"), number, Stop))!.Value;
        var by = new Actor(ActorKind.Customer, "Paul", "paul@example.com");
        var moved = new DitTransition(2, portal.Portal.Clock.GetUtcNow(), JournalKind.Cancelled, by, DitState.Cancelled, null, "x", null);
        // As if the process had died between each effect and the deletion of its row.
        var table = tables.GetTableClient(outbox);
        await Leave(1, DitLifecycle.Start(raised));
        await Leave(2, DitLifecycle.Signal(number, moved));

        await services.GetRequiredService<Outbox>().Sweep(portal.Portal.Lifecycles, CustomerId.Parse("c1"), Stop);

        await Until(async () => !await table.All("c1", LifecycleKeys.OutboxOf(number.Sequence), null, Stop).AnyAsync(Stop));
        Assert.Equal(ended.CreatedAt, (await Lifecycle(number.Value)).CreatedAt);
        Assert.Equal(2, (await portal.MailsOf(number.Value, 2)).Length);

        Task Leave(int sequence, OutboxEffect effect) => table.UpsertEntityAsync(
            new TableEntity("c1", LifecycleKeys.Outbox(number.Sequence, sequence)) { [RowJson.Data] = RowJson.Text(effect) },
            cancellationToken: Stop);
    }

    private async Task<string> Followed(HttpClient? client = null, string urgency = "Urgent")
    {
        using var answer = await Raise(client ?? portal.User, "p1", Form(urgency: urgency));
        var number = (await answer.Json()).GetProperty("number").GetString()!;
        await portal.MailsOf(number, 1);
        await Until(async () => (await Queue("AwaitingPlanning")).Contains(number));
        return number;
    }

    private async Task<string> WorkDone()
    {
        var number = await Followed();
        using var planned = await portal.Move(number, "Plan");
        using var started = await portal.Move(number, "Start");
        using var done = await portal.Move(number, "Finish", "Four remplacé.");
        Assert.Contains($"dit-{number}-4-WorkDone", await portal.MailsOf(number, 3));
        return number;
    }

    private Task<JsonElement> Get(string number) =>
        portal.User.GetFromJsonAsync<JsonElement>($"/api/dits/{number}", TestContext.Current.CancellationToken);

    private async Task<string[]> Queue(string state)
    {
        var page = await portal.Staff.GetFromJsonAsync<JsonElement>($"/api/backoffice/dits?state={state}", TestContext.Current.CancellationToken);
        return [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("number").GetString()!)];
    }

    private async Task<OrchestrationMetadata> Lifecycle(string number, OrchestrationRuntimeStatus? status = null)
    {
        var client = portal.Portal.Lifecycles;
        var id = $"dit-{number}";
        if (status is not null) await client.WaitForInstanceCompletionAsync(id, TestContext.Current.CancellationToken);
        return (await client.GetInstanceAsync(id, getInputsAndOutputs: true, TestContext.Current.CancellationToken))!;
    }

    private async Task<HttpResponseMessage> AddFile(string number)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Samples.Png), "files", "photo.png" } };
        return await portal.User.PostAsync($"/api/dits/{number}/attachments", form, TestContext.Current.CancellationToken);
    }

    private static async Task<HttpResponseMessage> Write(HttpClient client, string route, string text, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, route) { Content = JsonContent.Create(new { text }) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
