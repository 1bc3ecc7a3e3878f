using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.ServiceBus;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Tests.ServiceBus;

/// <summary>Functions that messages trigger.</summary>
public sealed class ServiceBusTriggerTests(AzuriteFixture azurite)
{
    private readonly StorageAccount account = azurite.NewAccount();
    private readonly Inbox inbox = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Documented(ServiceBusPages.TriggerLock)]
    public async Task Success_CompletesTheMessage()
    {
        await using var app = await StartAsync(typeof(Handlers));

        await SendAsync("emails", new ServiceBusMessage("hello") { MessageId = "m" });

        await Eventually.HoldsAsync(() => inbox.Seen.Count == 1);
        await Eventually.HoldsAsync(async () => await CountAsync("emails") == 0);
        Assert.Equal("hello", inbox.Seen.Single());
    }

    [Fact]
    public async Task SendInTheSameProcess_WakesTheTriggerAtOnce()
    {
        await using var app = await StartAsync(typeof(Handlers));
        await SendAsync("emails", new ServiceBusMessage("first"));
        await Eventually.HoldsAsync(() => inbox.Seen.Count == 1);
        await Task.Delay(200, Token);

        var sent = System.Diagnostics.Stopwatch.StartNew();
        await SendAsync("emails", new ServiceBusMessage("second"));
        await Eventually.HoldsAsync(() => inbox.Seen.Count == 2);

        Assert.InRange(sent.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task SendFromAnotherProcess_IsFoundByThePoll()
    {
        await using var app = await StartAsync(typeof(Handlers));
        await using var other = new ServiceBusClient(new BusAccount(account.ConnectionString), BusOptions.Default);

        await other.CreateSender("emails").SendMessageAsync(new ServiceBusMessage("from afar"), Token);

        await Eventually.HoldsAsync(() => inbox.Seen.Count == 1);
    }

    [Fact]
    [Documented(ServiceBusPages.TriggerPoison)]
    public async Task Exception_AbandonsTheMessage_UntilItIsADeadLetter()
    {
        await using var app = await StartAsync(typeof(Handlers));
        inbox.FailuresLeft = int.MaxValue;

        await SendAsync("emails", new ServiceBusMessage("hello") { MessageId = "m", Subject = "s" });

        await Eventually.HoldsAsync(async () => await CountAsync("emails", deadLetters: true) == 1);
        Assert.Equal(10, inbox.Seen.Count);
        Assert.Equal(10, app.Log.Entries.Count(entry => entry.Level == LogLevel.Error));
        using var page = JsonDocument.Parse(await app.Client.GetStringAsync("/local/queues?format=json", Token));
        var queue = page.RootElement.EnumerateArray().Single(queue => queue.GetProperty("name").GetString() == "emails");
        Assert.Equal((0, 1), (queue.GetProperty("length").GetInt32(), queue.GetProperty("deadLetterLength").GetInt32()));
        var dead = queue.GetProperty("deadLetters")[0];
        Assert.Equal(
            ("m", "s", "MaxDeliveryCountExceeded"),
            (dead.GetProperty("messageId").GetString(), dead.GetProperty("subject").GetString(), dead.GetProperty("reason").GetString()));
    }

    [Fact]
    [Documented(ServiceBusPages.TriggerLock)]
    public async Task Exception_OnceOnly_IsTriedAgainAtOnce()
    {
        await using var app = await StartAsync(typeof(Handlers));
        inbox.FailuresLeft = 1;

        await SendAsync("emails", new ServiceBusMessage("hello"));

        await Eventually.HoldsAsync(() => inbox.Seen.Count == 2, 5);
        await Eventually.HoldsAsync(async () => await CountAsync("emails") == 0);
    }

    [Fact]
    [Documented(ServiceBusPages.TriggerUsage)]
    public async Task Body_BecomesTheParametersType()
    {
        await using var app = await StartAsync(typeof(Handlers));

        await SendAsync("emails", new ServiceBusMessage("text"));
        await SendAsync("objects", new ServiceBusMessage("""{ "name": "DIT", "count": 2 }"""));
        await SendAsync("binaries", new ServiceBusMessage(new byte[] { 1, 2, 3 }));
        await SendAsync("bytes", new ServiceBusMessage(new byte[] { 1, 2 }));

        await Eventually.HoldsAsync(() => inbox.Seen.Count == 4);
        Assert.Equal(["2 in an array", "3 bytes", "DIT 2", "text"], inbox.Seen.Order());
    }

    [Fact]
    [Documented(ServiceBusPages.TriggerPoison)]
    public async Task Body_ThatIsNotTheObjectsJson_FailsTheInvocation_UntilItIsADeadLetter()
    {
        await using var app = await StartAsync(typeof(Handlers));

        await SendAsync("objects", new ServiceBusMessage("{ no JSON"));

        await Eventually.HoldsAsync(async () => await CountAsync("objects", deadLetters: true) == 1);
        Assert.Empty(inbox.Seen);
        var failures = app.Log.Entries.Where(entry => entry.Level == LogLevel.Error).ToList();
        Assert.Equal(10, failures.Count);
        Assert.All(failures, failure => Assert.IsType<JsonException>(failure.Failure));
    }

    [Fact]
    [Documented(ServiceBusPages.TriggerUsage)]
    public async Task Handler_SettlesItself()
    {
        await using var app = await StartAsync(typeof(Handlers));

        await SendAsync("manual", new ServiceBusMessage("dead"));
        await SendAsync("manual", new ServiceBusMessage("complete"));
        await SendAsync("manual", new ServiceBusMessage("abandon"));

        await Eventually.HoldsAsync(async () => await CountAsync("manual", deadLetters: true) == 1 && await CountAsync("manual") == 0);
        Assert.Equal(["abandon 1", "abandon 2", "complete 1", "dead 1"], inbox.Seen.Order());
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    [Documented(ServiceBusPages.TriggerAttributes)]
    public async Task AutoCompleteOff_LeavesTheMessageLocked_WhenTheHandlerDoesNot()
    {
        await using var app = await StartAsync(typeof(Handlers));

        await SendAsync("manual", new ServiceBusMessage("nothing"));
        await Eventually.HoldsAsync(() => inbox.Seen.Count == 1);
        await app.Host.StopAsync(Token);

        Assert.Equal(1, await CountAsync("manual"));
    }

    [Fact]
    [Documented(ServiceBusPages.TriggerLock)]
    public async Task LongHandler_KeepsItsLock()
    {
        await using var app = await StartAsync(typeof(Handlers), new BusOptions { LockDuration = TimeSpan.FromSeconds(5) });
        inbox.Gate = new TaskCompletionSource();

        await SendAsync("emails", new ServiceBusMessage("long"));
        await Eventually.HoldsAsync(() => inbox.Begun == 1);
        await Task.Delay(TimeSpan.FromSeconds(7), Token);
        Assert.Equal(1, inbox.Begun);
        inbox.Gate.SetResult();

        await Eventually.HoldsAsync(async () => await CountAsync("emails") == 0);
        Assert.Single(inbox.Seen);
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    [Documented(ServiceBusPages.HostJson)]
    public async Task Handler_SlowerThanItsLockIsRenewed_LosesIt_AndTheMessageComesAgainMeanwhile()
    {
        var path = await HostJsonAsync("""{ "maxAutoLockRenewalDuration": "00:00:00" }""");
        var options = new BusOptions { LockDuration = TimeSpan.FromSeconds(1) };
        await using var app = await StartAsync(typeof(Handlers), options, new() { ["LocalRuntime:HostJson"] = path });

        await SendAsync("slow", new ServiceBusMessage("slow"));
        await Eventually.HoldsAsync(() => inbox.Seen.Contains("slow 2"));
        Assert.DoesNotContain("slow 1", inbox.Seen);
        await Eventually.HoldsAsync(async () => await CountAsync("slow") == 0);
        inbox.FirstDelivery.SetResult();

        await Eventually.HoldsAsync(() => inbox.Seen.Contains("slow 1") && app.Log.Entries.Any(entry => entry.Level == LogLevel.Warning));
        // On a slow machine the second delivery may lose its lock too, and there is a third.
        Assert.Equal("slow 2", inbox.Seen.First());
        Assert.Equal("slow 1", inbox.Seen.Last());
        Assert.All(
            app.Log.Entries.Where(entry => entry.Level >= LogLevel.Warning),
            entry => Assert.Equal(ServiceBusFailureReason.MessageLockLost, Assert.IsType<ServiceBusException>(entry.Failure).Reason));
    }

    [Fact]
    [Documented(ServiceBusPages.HostJson)]
    public async Task AutoCompleteOff_InHostJson_LeavesTheMessageLocked()
    {
        var path = await HostJsonAsync("""{ "autoCompleteMessages": false }""");
        await using var app = await StartAsync(typeof(Handlers), settings: new() { ["LocalRuntime:HostJson"] = path });

        await SendAsync("emails", new ServiceBusMessage("x"));
        await Eventually.HoldsAsync(() => inbox.Seen.Count == 1);
        await app.Host.StopAsync(Token);

        Assert.Equal(1, await CountAsync("emails"));
    }

    [Fact]
    public async Task Handler_ThatSettledAndFailed_HasSettled()
    {
        await using var app = await StartAsync(typeof(Handlers));

        await SendAsync("manual", new ServiceBusMessage("complete and fail"));

        await Eventually.HoldsAsync(() => app.Log.Entries.Any(entry => entry.Level == LogLevel.Error));
        await app.Host.StopAsync(Token);
        Assert.Equal((0, 0), (await CountAsync("manual"), await CountAsync("manual", deadLetters: true)));
        Assert.Equal(["complete and fail 1"], inbox.Seen);
    }

    [Fact]
    [Documented(ServiceBusPages.HostJson)]
    public async Task Concurrency_IsWhatHostJsonSays()
    {
        var path = await HostJsonAsync("""{ "maxConcurrentCalls": 3 }""");
        await using var app = await StartAsync(typeof(Handlers), settings: new() { ["LocalRuntime:HostJson"] = path });
        inbox.Gate = new TaskCompletionSource();

        await SendAsync("emails", [.. Enumerable.Range(0, 8).Select(n => new ServiceBusMessage($"{n}"))]);
        await Eventually.HoldsAsync(() => inbox.Begun == 3);
        await Task.Delay(200, Token);
        Assert.Equal(3, inbox.Begun);
        inbox.Gate.SetResult();

        await Eventually.HoldsAsync(() => inbox.Seen.Count == 8);
    }

    [Fact]
    [Documented(ServiceBusPages.CancellationTokens)]
    public async Task Stop_FinishesWhatRuns_AndTakesNothingNew()
    {
        await using var app = await StartAsync(typeof(Handlers));
        inbox.Gate = new TaskCompletionSource();
        await SendAsync("emails", new ServiceBusMessage("running"));
        await Eventually.HoldsAsync(() => inbox.Begun == 1);

        var stopping = app.Host.StopAsync(Token);
        await app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.WaitAsync(Token);
        await SendAsync("emails", new ServiceBusMessage("too late"));
        Assert.False(stopping.IsCompleted);
        inbox.Gate.SetResult();
        await stopping;

        Assert.Equal(["running"], inbox.Seen);
        Assert.Equal(1, await CountAsync("emails"));
    }

    [Fact]
    [Documented(ServiceBusPages.CancellationTokens)]
    public async Task Stop_ThatTakesTooLong_SignalsTheHandlersToken_AndTheMessageComesAgain()
    {
        await using var app = await StartAsync(typeof(Handlers));
        await SendAsync("endless", new ServiceBusMessage("x"));
        await Eventually.HoldsAsync(() => inbox.Begun == 1);
        using var patience = new CancellationTokenSource();

        var stopping = app.Host.StopAsync(patience.Token);
        await app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.WaitAsync(Token);
        Assert.DoesNotContain("cancelled", inbox.Seen);
        await patience.CancelAsync();

        await Record.ExceptionAsync(() => stopping);
        await Eventually.HoldsAsync(() => inbox.Seen.Contains("cancelled"));
        await Eventually.HoldsAsync(async () => await IsVisibleAsync("endless"));
    }

    [Fact]
    public async Task Connection_WithoutItsSetting_DoesNotStart()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(typeof(Handlers)));

        Assert.Contains("The setting 'ServiceBus' is missing; its trigger needs it.", refusal.Message, StringComparison.Ordinal);
    }

    private Task<TestApp> StartAsync(Type functions, BusOptions? options = null, Dictionary<string, string>? settings = null) =>
        TestApp.StartAsync(
            functions,
            account,
            builder => builder.Services
                .AddSingleton(inbox)
                .AddSingleton((options ?? BusOptions.Default) with { PollInterval = TimeSpan.FromMilliseconds(500) }),
            settings);

    /// <summary>A host.json with these settings of the extension.</summary>
    private static async Task<string> HostJsonAsync(string serviceBus)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, $$"""{ "version": "2.0", "extensions": { "serviceBus": {{serviceBus}} } }""", Token);
        return path;
    }

    private async Task SendAsync(string queue, params ServiceBusMessage[] messages)
    {
        await using var client = new ServiceBusClient(account.ConnectionString);
        await client.CreateSender(queue).SendMessagesAsync(messages, Token);
    }

    private Task<int> CountAsync(string queue, bool deadLetters = false)
    {
        var bus = BusAccount.Open(account.ConnectionString);
        return new BusQueue(() => bus, queue, deadLetters, BusOptions.Default).CountAsync(Token);
    }

    private async Task<bool> IsVisibleAsync(string queue)
    {
        await using var client = new ServiceBusClient(account.ConnectionString);
        return await client.CreateReceiver(queue).PeekMessageAsync(0, Token) is not null;
    }

    public sealed class Inbox
    {
        private int begun;

        public ConcurrentQueue<string> Seen { get; } = new();

        public int Begun => Volatile.Read(ref begun);

        public TaskCompletionSource? Gate { get; set; }

        public TaskCompletionSource FirstDelivery { get; } = new();

        public int FailuresLeft { get; set; }

        public async Task AddAsync(string text)
        {
            Interlocked.Increment(ref begun);
            if (Gate is not null) await Gate.Task;
            Seen.Enqueue(text);
            if (FailuresLeft-- > 0) throw new InvalidOperationException("asked to fail");
        }
    }

    public sealed record Thing(string Name, int Count);

    public sealed class Handlers(Inbox inbox)
    {
        [Function("Emails")]
        public Task Handle([ServiceBusTrigger("emails", Connection = "ServiceBus")] string text) => inbox.AddAsync(text);

        [Function("Objects")]
        public Task Handle([ServiceBusTrigger("objects", Connection = "ServiceBus")] Thing thing) =>
            inbox.AddAsync($"{thing.Name} {thing.Count}");

        [Function("Binaries")]
        public Task Handle([ServiceBusTrigger("binaries", Connection = "ServiceBus")] BinaryData bytes) =>
            inbox.AddAsync($"{bytes.ToMemory().Length} bytes");

        [Function("Bytes")]
        public Task Handle([ServiceBusTrigger("bytes", Connection = "ServiceBus")] byte[] bytes) =>
            inbox.AddAsync($"{bytes.Length} in an array");

        [Function("Slow")]
        public async Task HandleSlowly([ServiceBusTrigger("slow", Connection = "ServiceBus")] ServiceBusReceivedMessage message)
        {
            if (message.DeliveryCount == 1) await inbox.FirstDelivery.Task;
            await inbox.AddAsync($"{message.Body} {message.DeliveryCount}");
        }

        [Function("Endless")]
        public async Task HandleEndlessly([ServiceBusTrigger("endless", Connection = "ServiceBus")] string text, CancellationToken stopping)
        {
            await inbox.AddAsync(text);
            await stopping.WaitAsync(CancellationToken.None);
            await inbox.AddAsync("cancelled");
            stopping.ThrowIfCancellationRequested();
        }

        [Function("Manual")]
        public async Task Handle(
            [ServiceBusTrigger("manual", Connection = "ServiceBus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
            ServiceBusMessageActions actions,
            CancellationToken cancellationToken)
        {
            var text = message.Body.ToString();
            await inbox.AddAsync($"{text} {message.DeliveryCount}");
            if (text == "dead")
                await actions.DeadLetterMessageAsync(message, null, "reason", "description", cancellationToken);
            else if (text == "abandon" && message.DeliveryCount == 1)
                await actions.AbandonMessageAsync(message, null, cancellationToken);
            else if (text != "nothing")
                await actions.CompleteMessageAsync(message, cancellationToken);
            if (text == "complete and fail") throw new InvalidOperationException("asked to fail");
        }
    }
}
