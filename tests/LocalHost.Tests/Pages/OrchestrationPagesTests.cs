using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.LocalHost.Durable;
using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalHost.Tests.Pages;

/// <summary>What a person sees of the orchestrations at /local/orchestrations, and a program of the same as JSON.</summary>
public sealed class OrchestrationPagesTests : IAsyncDisposable
{
    private static readonly DateTime Start = new(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc);

    private readonly FakeDurableTaskClient client = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_IsTheLastChangedFirst_AndKeepsToTheStatus()
    {
        client.Add(State("old", OrchestrationRuntimeStatus.Completed, Start));
        client.Add(State("parcel/new", OrchestrationRuntimeStatus.Running, Start.AddHours(1)));
        await using var app = await StartAsync();

        var all = await ListAsync(app, "");
        var completed = await ListAsync(app, "&status=completed");
        var page = await app.Client.GetStringAsync("/local/orchestrations", Token);

        Assert.Equal(["parcel/new", "old"], all.Select(item => item.GetProperty("id").GetString()));
        Assert.Equal(["old"], completed.Select(item => item.GetProperty("id").GetString()));
        Assert.Equal("<packing>", all[0].GetProperty("customStatus").GetProperty("state").GetString());
        Assert.Contains("href=\"/local/orchestrations/parcel%2Fnew\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<packing>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instance_ShowsWhatItAskedFor_WithTheAnswer()
    {
        client.Add(
            State("parcel/1", OrchestrationRuntimeStatus.Running, Start),
            new OrchestratorStartedEvent(-1),
            new EventRaisedEvent(-1, "3") { Name = "Packed" },
            new TaskScheduledEvent(0, "Label", null, "7"),
            new TaskCompletedEvent(-1, 0, "\"printed\""),
            new TimerCreatedEvent(1, Start.AddDays(1)));
        await using var app = await StartAsync();

        var page = await app.Client.GetStringAsync("/local/orchestrations/parcel%2F1", Token);
        var json = await app.Client.GetFromJsonAsync<JsonElement>("/local/orchestrations/parcel%2F1?format=json", Token);

        Assert.Contains("It waits for a timer until 2026-03-03 08:00:00.000 or an event.", page, StringComparison.Ordinal);
        Assert.Contains("EventRaised <b>Packed</b> <code>3</code>", page, StringComparison.Ordinal);
        Assert.Contains("<td>#0</td><td>TaskScheduled <b>Label</b> <code>7</code></td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>#0</td><td>TaskCompleted <b></b> <code>&quot;printed&quot;</code></td>", page, StringComparison.Ordinal);
        Assert.Equal(
            ["EventRaised", "TaskScheduled", "TaskCompleted", "TimerCreated"],
            json.GetProperty("history").EnumerateArray().Select(entry => entry.GetProperty("kind").GetString()));
        using var missing = await app.Client.GetAsync("/local/orchestrations/none", Token);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task FailedInstance_SaysWhyInPlainWords()
    {
        var details = new FailureDetails("System.InvalidOperationException", "There is <nothing> in it.", null, null, false);
        var cause = new TaskFailureDetails(details.ErrorType, details.ErrorMessage, null, null, null);
        var failure = new TaskFailureDetails(typeof(TaskFailedException).FullName!, "Task 'Label' (#0) failed.", null, cause, null);
        client.Add(
            State("failed", OrchestrationRuntimeStatus.Failed, Start, failure),
            new TaskScheduledEvent(0, "Label", null, "7"),
            new TaskFailedEvent(-1, 0, null, null, details));
        await using var app = await StartAsync();

        var page = await app.Client.GetStringAsync("/local/orchestrations/failed", Token);

        Assert.Contains("Task &#x27;Label&#x27; (#0) failed. The cause is a System.InvalidOperationException: There is &lt;nothing&gt; in it.</p>", page, StringComparison.Ordinal);
        Assert.Contains("<tr class=\"failed\">", page, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private static OrchestrationMetadata State(
        string id, OrchestrationRuntimeStatus status, DateTime updated, TaskFailureDetails? failure = null) => new("Ship", id)
        {
            RuntimeStatus = status,
            CreatedAt = Start,
            LastUpdatedAt = updated,
            SerializedCustomStatus = """{ "state": "<packing>" }""",
            FailureDetails = failure,
        };

    private Task<PageApp> StartAsync() => PageApp.StartAsync(app => app.MapOrchestrationPages(() => client));

    private static async Task<List<JsonElement>> ListAsync(PageApp app, string query)
    {
        var list = await app.Client.GetFromJsonAsync<JsonElement>($"/local/orchestrations?format=json{query}", Token);
        return [.. list.GetProperty("items").EnumerateArray()];
    }
}
