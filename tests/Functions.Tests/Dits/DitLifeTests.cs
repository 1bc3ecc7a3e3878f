using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Dits.DitPortal;

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
        var number = (await portal.Raised()).Number;
        foreach (var (action, comment) in ((string, string?)[])[("Plan", null), ("Start", null), ("LeaveUnfinished", "Pièce commandée."),
                     ("Plan", null), ("Start", null), ("Finish", "Four remplacé."), ("Reopen", "La panne est revenue."),
                     ("Plan", null), ("Start", null), ("Finish", "Carte remplacée."), ("Close", null)])
            await portal.Moved(number, action, comment);

        var dit = await portal.Find(number);

        Assert.Equal("Clôturée", dit.StateLabel);
        Assert.Equal(12, dit.Journal.Count);
        Assert.Equal(
            [$"dit-{number}-1-Raised", $"dit-{number}-11-WorkDone", $"dit-{number}-12-Closed", $"dit-{number}-2-Planned",
                $"dit-{number}-5-Planned", $"dit-{number}-7-WorkDone", $"dit-{number}-9-Planned"],
            await portal.MailsOf(number, 7));
        Assert.Equal("Closed", (await Lifecycle(number, OrchestrationRuntimeStatus.Completed)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task AVisit_StandsInTheCustomersCalendar_MovesThere_AndIsCalledOff()
    {
        var number = (await portal.Planned()).Number;
        await portal.Moved(number, "Plan");
        await portal.Moved(number, "Cancel", "Matériel remplacé.");
        await portal.MailsOf(number, 4);

        var events = new List<string>();
        foreach (var id in new[] { $"dit-{number}-2-Planned", $"dit-{number}-3-Planned", $"dit-{number}-4-Cancelled" })
        {
            var mail = await portal.Mail(id);
            Assert.Equal($"intervention-{number}.ics", Assert.Single(mail.Attachments).Name);
            Assert.Contains($"/dits/{number}", mail.Text, StringComparison.Ordinal);
            var file = await portal.Portal.Client.GetStringAsync($"/local/mailbox/{mail.Id}/files/0", TestContext.Current.CancellationToken);
            var calendar = Ical.Net.Calendar.Load(file)!;
            var visit = Assert.Single(calendar.Events);
            events.Add($"{calendar.Method} {visit.Uid} {visit.Sequence} {visit.Status}");
        }

        Assert.Equal(
            [
                $"PUBLISH dit-{number}-2@127.0.0.1 0 CONFIRMED",
                $"PUBLISH dit-{number}-2@127.0.0.1 1 CONFIRMED",
                $"CANCEL dit-{number}-2@127.0.0.1 2 CANCELLED",
            ],
            events);
        Assert.Empty((await portal.Mail($"dit-{number}-1-Raised")).Attachments);
    }

    [Fact]
    public async Task Cancel_InItsWindow_IsConfirmedByMail_WithItsComment()
    {
        var number = (await portal.Raised()).Number;

        using var answer = await Cancel(portal.User, number, "Réparé par nos soins.");

        var dit = await answer.Read<DitResponse>();
        Assert.Equal((DitState.Cancelled, "Annulée"), (dit.State, dit.StateLabel));
        Assert.Equal([$"dit-{number}-1-Raised", $"dit-{number}-2-Cancelled"], await portal.MailsOf(number, 2));
        Assert.Contains("Réparé par nos soins.", (await portal.Mail($"dit-{number}-2-Cancelled")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_AfterPlanning_IsRefused_WithTheStateThatStands()
    {
        var dit = await portal.Planned();

        using var refused = await Cancel(portal.User, dit.Number);

        var problem = await refused.IsProblem(HttpStatusCode.Conflict, "dit-cannot-be-cancelled");
        Assert.Equal("Planned", problem.State);
        Assert.False((await portal.Find(dit.Number)).Cancellation.Open);
    }

    [Fact]
    public async Task Cancel_WithoutAComment_IsRefused()
    {
        var dit = await portal.Raised();

        using var refused = await Cancel(portal.User, dit.Number, "  ");

        await refused.RefusesFields("comment");
    }

    [Fact]
    public async Task ACommand_OnAnOlderVersion_IsRefused()
    {
        var number = (await portal.Raised()).Number;
        var seen = (await portal.User.GetAsync($"/api/dits/{number}", TestContext.Current.CancellationToken)).Headers.ETag!;
        using var message = await Write(portal.User, $"/api/dits/{number}/messages", "Le code d'accès est le 12.");

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/dits/{number}/cancel") { Content = JsonContent.Create(new { comment = "x" }) };
        request.Headers.IfMatch.Add(seen);
        using var refused = await portal.User.SendAsync(request, TestContext.Current.CancellationToken);

        await refused.IsProblem(HttpStatusCode.PreconditionFailed, "dit-changed-meanwhile");
    }

    [Fact]
    public async Task ACommand_OnOneOfSeveralVersions_IsAccepted_AndOnAWeaklyTaggedOne_Refused()
    {
        var number = (await portal.Raised()).Number;
        using var seen = await portal.User.GetAsync(new Uri($"/api/dits/{number}", UriKind.Relative), Stop);
        var tag = $"{seen.Headers.ETag}";

        using var weak = await Cancel($"W/{tag}");
        await weak.IsProblem(HttpStatusCode.PreconditionFailed, "dit-changed-meanwhile");
        using var malformed = await Cancel("hier");
        await malformed.IsProblem(HttpStatusCode.BadRequest, "bad-if-match");
        using var listed = await Cancel($"\"OTk\", {tag}");
        Assert.Equal(HttpStatusCode.OK, listed.StatusCode);

        async Task<HttpResponseMessage> Cancel(string ifMatch)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/dits/{number}/cancel");
            request.Content = JsonContent.Create(new { comment = "Réparé." });
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            return await portal.User.SendAsync(request, Stop);
        }
    }

    /// <summary>The test's year has the weekdays and holidays of 2026.</summary>
    [Theory]
    [InlineData("2037-03-08T09:00:00+01:00", "le dimanche 8 mars 2037, hors des jours ouvrés")]
    [InlineData("2037-04-06T09:00:00+02:00", "le lundi 6 avril 2037, un jour férié")]
    [InlineData("2037-03-09T09:00:00+01:00", null)]
    public async Task AVisit_OnADayOff_IsPlanned_WithAWarning_ForTheStaffAlone(string plannedFor, string? when)
    {
        var number = (await portal.Raised()).Number;

        using var answer = await portal.Staff.PostAsJsonAsync(
            $"/api/backoffice/dits/{number}/transitions", new { action = "Plan", plannedFor, technician = "Hugo Marchand" }, Stop);

        var dit = await answer.Read<DitResponse>(HttpStatusCode.OK);
        Assert.Equal(DitState.Planned, dit.State);
        Assert.Equal(
            when is null ? [] : [$"visit-on-non-working-day La visite est prévue {when} : vérifiez la date."],
            dit.Warnings!.Select(warning => $"{warning.Code} {warning.Detail}"));
        Assert.Null((await portal.Find(number)).Warnings);
        Assert.Empty((await portal.Moved(number, "Start")).Warnings!);
    }

    [Fact]
    public async Task Messages_AndFiles_AreAdded_WhileTheDitIsOpen_AndNotAfter()
    {
        var number = (await portal.Raised()).Number;
        using var mine = await Write(portal.User, $"/api/dits/{number}/messages", "Le code d'accès est le 12.");
        using var theirs = await Write(portal.Staff, $"/api/backoffice/dits/{number}/messages", "C'est noté.");
        using var file = await AddFile(number);
        var withFile = await file.Read<DitResponse>();
        using var _ = await Cancel(portal.User, number);

        Assert.All([mine, theirs, file], answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Equal(
            [DitEntryKind.Raised, DitEntryKind.Message, DitEntryKind.Message, DitEntryKind.AttachmentsAdded],
            withFile.Journal.Select(entry => entry.Kind));
        using var late = await Write(portal.User, $"/api/dits/{number}/messages", "Trop tard.");
        using var lateFile = await AddFile(number);
        await late.IsProblem(HttpStatusCode.Conflict, "dit-not-open");
        await lateFile.IsProblem(HttpStatusCode.Conflict, "dit-not-open");
    }

    [Fact]
    public async Task AMessage_WithTheSameKey_IsWrittenOnce()
    {
        var number = (await portal.Raised()).Number;
        var bodies = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await Write(portal.User, $"/api/dits/{number}/messages", "Une fois.", "cle-1");
            bodies.Add(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        using var other = await Write(portal.User, $"/api/dits/{number}/messages", "Autre.", "cle-1");

        Assert.Equal(bodies[0], bodies[1]);
        Assert.Equal(2, (await portal.Find(number)).Journal.Count);
        await other.IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Fact]
    public async Task AStaffMessage_WithTheSameKey_GetsItsOwnFirstAnswerAgain()
    {
        var number = (await portal.Raised()).Number;
        var route = $"/api/backoffice/dits/{number}/messages";
        using var first = await Write(portal.Staff, route, "C'est noté.", "cle-1");
        using var mine = await Write(portal.User, $"/api/dits/{number}/messages", "Merci.");
        using var again = await Write(portal.Staff, route, "C'est noté.", "cle-1");

        Assert.Equal(CustomerId.Parse("c1"), (await again.Read<DitResponse>()).Customer);
        Assert.Equal(await first.Content.ReadAsStringAsync(Stop), await again.Content.ReadAsStringAsync(Stop));
        Assert.Equal((first.StatusCode, first.Headers.ETag, first.Headers.Location), (again.StatusCode, again.Headers.ETag, again.Headers.Location));
    }

    [Fact]
    public async Task MessagesOfManyAtOnce_AreAllWritten_EachWithItsAuthor()
    {
        var number = (await portal.Raised()).Number;
        var messages = Enumerable.Range(0, 9).Select(n => (Client: n % 3, Text: $"Message {n}")).ToList();
        HttpClient[] clients = [portal.User, portal.Supervisor, portal.Staff];
        string[] authors = ["Personne paul", "Personne claire", "Service technique"];

        var answers = await Task.WhenAll(messages.Select(one => Write(
            clients[one.Client], $"/api/{(one.Client == 2 ? "backoffice/" : "")}dits/{number}/messages", one.Text)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        var journal = (await portal.Find(number)).Journal.Skip(1);
        Assert.Equal(
            messages.Select(one => $"{one.Text} {authors[one.Client]}"),
            journal.Select(entry => $"{entry.Text} {entry.By}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"action":"Start","comment":"En route."}""", "comment")]
    [InlineData("""{"action":"Close","technician":"LONG","plannedFor":"2037-03-03T08:00:00Z"}""", "plannedFor", "technician")]
    [InlineData("""{"action":"Finish","technician":"Hugo"}""", "comment", "technician")]
    [InlineData("""{"action":"Cancel","comment":"Hors contrat.","plannedFor":"2037-03-03T08:00:00Z"}""", "plannedFor")]
    public async Task ATransition_WithFieldsOfAnotherAction_IsRefused(string body, params string[] fields)
    {
        var number = (await portal.Raised()).Number;

        using var content = new StringContent(
            body.Replace("LONG", new string('é', 101), StringComparison.Ordinal), Encoding.UTF8, "application/json");
        using var refused = await portal.Staff.PostAsync(new Uri($"/api/backoffice/dits/{number}/transitions", UriKind.Relative), content, Stop);

        await refused.RefusesFields(fields);
    }

    /// <summary>Of working time, from Monday 9:00 in Paris.</summary>
    [Theory]
    [InlineData(Urgency.Standard, "2037-03-03T14:00:00Z")]
    [InlineData(Urgency.Urgent, "2037-03-02T12:00:00Z")]
    [InlineData(Urgency.Blocking, "2037-03-02T09:00:00Z")]
    public async Task TheServiceDesk_IsGivenTimeForTheUrgency(Urgency urgency, string due)
    {
        var dit = await portal.Raised(urgency: urgency);

        var queue = await portal.Staff.Get<Page<QueuedDit>>("/api/backoffice/dits?state=AwaitingPlanning");
        Assert.Equal(DateTimeOffset.Parse(due, CultureInfo.InvariantCulture), queue.Items.Single(item => item.Number == dit.Number).DueAt);
    }

    [Fact]
    public async Task WorkDone_ClosesAfterFiveWorkingDays()
    {
        var dit = await portal.WorkDone();

        Assert.Contains($"dit-{dit.Number}-4-WorkDone", await portal.MailsOf(dit.Number, 3));
        // As it is written: every instant in UTC.
        var written = await portal.User.Get($"/api/dits/{dit.Number}");
        Assert.Equal("2037-03-09T08:00:00Z", written.GetProperty("closesAt").GetString());
    }

    [Fact]
    public async Task TheClosing_OfWorkThatWasReopened_LeavesTheNewWorkAlone()
    {
        var number = (await portal.WorkDone()).Number;
        await portal.Moved(number, "Reopen", "La panne est revenue.");
        await portal.Moved(number, "Plan");
        await portal.Moved(number, "Start");
        await portal.Moved(number, "Finish", "Carte remplacée.");

        await portal.CloseAutomatically(number, doneBy: 4);
        Assert.Equal(DitState.WorkDone, (await portal.Find(number)).State);
        await portal.CloseAutomatically(number, doneBy: 8);

        var dit = await portal.Find(number);
        Assert.Equal(DitState.Closed, dit.State);
        Assert.Equal(ActorKind.Portal, dit.Journal[^1].ByKind);
        Assert.Contains($"dit-{number}-9-Closed", await portal.MailsOf(number, 6));
    }

    [Fact]
    public async Task TheStaffsQueue_ShowsWhatAwaitsPlanning_AcrossCustomers_TheMostPressingFirst()
    {
        var standard = await portal.Raised(urgency: Urgency.Standard);
        var blocking = await portal.Raised(portal.Stranger, urgency: Urgency.Blocking);
        var planned = await portal.Planned();
        await Waiting.Until(async () => (await portal.Queue(DitState.Planned)).SequenceEqual([planned.Number]));

        Assert.Equal([blocking.Number, standard.Number], await portal.Queue(DitState.AwaitingPlanning));
        var first = await portal.Staff.Get<Page<QueuedDit>>("/api/backoffice/dits?state=AwaitingPlanning&limit=1");
        Assert.Equal([blocking.Number], first.Items.Select(dit => dit.Number));
    }

    [Fact]
    public async Task TheLifecycle_ShowsItsState_AndWhetherTheCustomerMayCancel()
    {
        var dit = await portal.Raised();

        var status = (await Lifecycle(dit.Number)).ReadCustomStatusAs<LifecycleStatus<DitState>>()!;

        Assert.Equal((DitState.AwaitingPlanning, true), (status.State, status.Cancellable));
    }

    [Theory]
    [InlineData(TableNames.Dits)]
    [InlineData(TableNames.Orders)]
    public async Task AStartAndAnEvent_OfALifecycleThatHasEnded_LeaveTheOutbox_AndDoNothing(string outbox)
    {
        var number = (await portal.Cancelled()).Number;
        var ended = await Lifecycle(number, OrchestrationRuntimeStatus.Completed);
        var services = portal.Portal.Services;
        var tables = services.GetRequiredService<TableServiceClient>();
        var raised = (await services.GetRequiredService<IDitStore>().Find(CustomerId.Parse("c1"), number, Stop))!.Value;
        var by = new Actor(ActorKind.Customer, "Paul", "paul@example.com");
        var moved = new DitTransition(2, portal.Portal.Clock.GetUtcNow(), DitEntryKind.Cancelled, by, DitState.Cancelled, null, "x", null);
        // As if the process had died between the effects and the deletion of their row.
        var table = tables.GetTableClient(outbox);
        var (customer, commandId) = (CustomerId.Parse("c1"), Guid.NewGuid());
        var again = new[] { DitEffects.Start(raised), DitEffects.Of(new DitChange(raised, null!, moved), [])! };
        await table.AddEntityAsync(OutboxRows.Of(customer.Value, commandId, again), Stop);

        await services.GetRequiredService<OutboxQueue>().Announce(outbox, customer.Value, commandId, announcement: 0);

        await Waiting.Until(async () => !await table.All("c1", OutboxRows.Key(commandId), null, Stop).AnyAsync(Stop));
        Assert.Equal(ended.CreatedAt, (await Lifecycle(number)).CreatedAt);
        Assert.Equal(2, (await portal.MailsOf(number, 2)).Length);
    }

    private async Task<OrchestrationMetadata> Lifecycle(DitNumber number, OrchestrationRuntimeStatus? status = null)
    {
        var client = portal.Portal.Lifecycles;
        var id = $"dit-{number}";
        if (status is not null) await client.WaitForInstanceCompletionAsync(id, TestContext.Current.CancellationToken);
        return (await client.GetInstanceAsync(id, getInputsAndOutputs: true, TestContext.Current.CancellationToken))!;
    }

    private async Task<HttpResponseMessage> AddFile(DitNumber number)
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
