using System.Net;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.ServiceBus;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalRuntime.Tests.ServiceBus;

/// <summary>The page of the queues, and dead letters sent again from it.</summary>
public sealed class QueuePagesTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    private readonly Repair repair = new();

    [Fact]
    public async Task List_ShowsEachQueueWithItsNumbers_AsAPageAndAsJson()
    {
        await KillAsync(new ServiceBusMessage("dead"));
        var scheduled = new ServiceBusMessage("scheduled") { ScheduledEnqueueTime = DateTimeOffset.UtcNow.AddHours(1) };
        await Sender.SendMessagesAsync([new ServiceBusMessage("locked"), scheduled], Token);
        Assert.Equal("locked", (await Receiver.ReceiveMessageAsync(Soon, Token)).Body.ToString());
        await Sender.SendMessageAsync(new ServiceBusMessage("waiting"), Token);
        await using var app = await StartAsync();

        var page = await app.Client.GetStringAsync("/local/queues", Token);
        Assert.Contains("<a href=\"/local/queues/emails\">emails</a></td><td>3</td><td>1</td><td>1</td>", page, StringComparison.Ordinal);

        foreach (var request in new[] { Get("/local/queues?format=json"), Get("/local/queues", "application/json") })
        {
            var queue = (await JsonAsync(app, request)).EnumerateArray().Single(one => one.GetProperty("name").GetString() == QueueName);
            Assert.Equal(
                (3, 1, 1, 1),
                (queue.GetProperty("length").GetInt32(),
                    queue.GetProperty("scheduled").GetInt32(),
                    queue.GetProperty("locked").GetInt32(),
                    queue.GetProperty("deadLetterLength").GetInt32()));
        }
    }

    [Fact]
    public async Task Queue_ShowsWhatWaits_AndWhyOthersAreDead_AsText()
    {
        await KillAsync(new ServiceBusMessage("""{"name":"Étude <b>","lines":[1]}""")
        {
            MessageId = "<i>m</i>",
            Subject = "<script>alert(1)</script>",
            ApplicationProperties = { ["retry"] = 3 },
        });
        await Sender.SendMessageAsync(new ServiceBusMessage(new byte[] { 0xff, 0 }) { MessageId = "bytes" }, Token);
        await using var app = await StartAsync();

        var answer = await app.Client.GetAsync("/local/queues/emails", Token);
        var page = await answer.Content.ReadAsStringAsync(Token);

        Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", page, StringComparison.Ordinal);
        var text = WebUtility.HtmlDecode(page);
        Assert.Contains("Its handler put it aside.", text, StringComparison.Ordinal);
        Assert.Contains("<dt>Reason</dt><dd>BadAddress</dd>", text, StringComparison.Ordinal);
        Assert.Contains("<dt>Description</dt><dd>Nobody lives there.</dd>", text, StringComparison.Ordinal);
        Assert.Contains("<dt>Delivered</dt><dd>once</dd><dt>retry</dt><dd>3</dd></dl>", text, StringComparison.Ordinal);
        Assert.Contains("<pre>{\n  \"name\": \"Étude <b>\",", text, StringComparison.Ordinal);
        Assert.Contains("<pre>2 bytes, not text: FF00…</pre>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queue_WithALongBody_ShowsItsBeginning()
    {
        await KillAsync(new ServiceBusMessage(new string('x', 100_000)));
        await using var app = await StartAsync();

        var page = WebUtility.HtmlDecode(await app.Client.GetStringAsync("/local/queues/emails", Token));

        Assert.Contains($"<pre>{new string('x', 4000)}…</pre>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownQueue_IsNotFound_AndNotMade()
    {
        await using var app = await StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("/local/queues/unknown", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ResubmitAsync(app, queue: "unknown")).StatusCode);
        Assert.DoesNotContain("unknown", await app.Client.GetStringAsync("/local/queues", Token), StringComparison.Ordinal);
    }

    [Fact]
    [Documented(ServiceBusPages.Resubmission)]
    public async Task Resubmit_SendsOneDeadLetterAgain_AsANewMessage_AndLeadsBack()
    {
        var body = new byte[50_000];
        await KillAsync(new ServiceBusMessage("other") { MessageId = "other" });
        await KillAsync(new ServiceBusMessage(body) { MessageId = "m", Subject = "s", ApplicationProperties = { ["kept"] = 1 } });
        var dead = (await DeadLetters.PeekMessagesAsync(2, 0, Token))[1];
        await using var app = await StartAsync();

        var answer = await ResubmitAsync(app, dead.SequenceNumber);

        var back = answer.Headers.Location!;
        Assert.Equal((HttpStatusCode.SeeOther, "/local/queues/emails?resubmitted=1"), (answer.StatusCode, back.OriginalString));
        Assert.Contains("1 message was sent again.", await app.Client.GetStringAsync(back, Token), StringComparison.Ordinal);
        var again = Assert.Single(await DrainAsync());
        Assert.Equal(
            ($"m-resubmitted-{dead.SequenceNumber}", "s", 1, null),
            (again.MessageId, again.Subject, again.DeliveryCount, again.DeadLetterReason));
        Assert.Equal(body, again.Body.ToArray());
        Assert.Equal(1, again.ApplicationProperties["kept"]);
        var left = Assert.Single(await DeadLetters.PeekMessagesAsync(32, 0, Token));
        Assert.Equal(("other", 1), (left.MessageId, left.DeliveryCount));
    }

    [Fact]
    [Documented(ServiceBusPages.Resubmission)]
    public async Task ResubmitAll_SendsAll_AlsoThoseThatThePageDoesNotShow()
    {
        await Sender.SendMessagesAsync(Enumerable.Range(0, 40).Select(n => new ServiceBusMessage { MessageId = $"{n}" }), Token);
        while (await Receiver.ReceiveMessagesAsync(32, AtOnce, Token) is { Count: > 0 } some)
            foreach (var message in some) await Receiver.DeadLetterMessageAsync(message, "reason", null, Token);
        await using var app = await StartAsync();

        var answer = await ResubmitAsync(app);

        Assert.Equal("/local/queues/emails?resubmitted=40", answer.Headers.Location!.OriginalString);
        Assert.Null(await DeadLetters.PeekMessageAsync(0, Token));
        Assert.Equal(40, (await DrainAsync()).Select(message => message.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task Resubmit_OfWhatIsNoLongerThere_SendsNothing()
    {
        await KillAsync(new ServiceBusMessage("x"));
        await using var app = await StartAsync();

        Assert.Equal("/local/queues/emails?resubmitted=0", (await ResubmitAsync(app, 42)).Headers.Location!.OriginalString);

        Assert.Equal(0, await Queue().CountAsync(Token));
        Assert.Equal(1, (await DeadLetters.PeekMessageAsync(0, Token)).DeliveryCount);
    }

    [Fact]
    public async Task Resubmit_BrokenOffBeforeTheDeadLetterIsGone_LosesNothing_AndTheNextOneSendsNoSecond()
    {
        await KillAsync(new ServiceBusMessage("x") { MessageId = "m" });
        // The storage makes the queue known and hands the dead letter over; it takes no completion.
        var dying = new BusAccount(Account.ConnectionString, new RequestLimit(2));
        var broken = new Resubmission(Queue(), new BusQueue(() => dying, QueueName, isDeadLetters: true, Quick));
        await Assert.ThrowsAsync<ServiceBusException>(broken.SendAllAsync);
        await Eventually.HoldsAsync(async () => await DeadLetters.PeekMessageAsync(0, Token) is not null);
        await using var app = await StartAsync();

        await ResubmitAsync(app);

        Assert.Null(await DeadLetters.PeekMessageAsync(0, Token));
        Assert.Equal(["x"], Texts(await DrainAsync()));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example.com")]
    [InlineData("Origin", "null")]
    [InlineData("Host", "evil.example.com")]
    public async Task Resubmit_AskedForByAnotherSite_IsRefused(string header, string value)
    {
        await KillAsync(new ServiceBusMessage("x"));
        await using var app = await StartAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await ResubmitAsync(app, null, (header, value))).StatusCode);

        Assert.NotNull(await DeadLetters.PeekMessageAsync(0, Token));
    }

    [Fact]
    public async Task Resubmit_AskedForByThePage_IsNot()
    {
        await KillAsync(new ServiceBusMessage("x"));
        await using var app = await StartAsync();
        var own = app.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

        var answer = await ResubmitAsync(app, null, ("Origin", own), ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal("/local/queues/emails?resubmitted=1", answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.SeeOther, (await ResubmitAsync(app, null, ("Origin", own))).StatusCode);
    }

    [Fact]
    [Documented(ServiceBusPages.Resubmission)]
    public async Task MessageWhoseFunctionFailed_IsHandled_WhenTheFunctionIsMendedAndItIsSentAgain()
    {
        await using var app = await StartAsync();
        await using var sender = Client.CreateSender("repaired");
        await sender.SendMessageAsync(new ServiceBusMessage("hello") { MessageId = "m" }, Token);
        await Eventually.HoldsAsync(async () => await NumbersAsync(app) == (0, 1));
        var page = await app.Client.GetStringAsync("/local/queues/repaired", Token);
        Assert.Contains("It was delivered 10 times, and its handler failed or lost its lock each time.", page, StringComparison.Ordinal);

        // Broken still: it comes back.
        await ResubmitAsync(app, queue: "repaired");
        await Eventually.HoldsAsync(() => repair.Failures == 20);
        await Eventually.HoldsAsync(async () => await NumbersAsync(app) == (0, 1));

        repair.IsDone = true;
        await ResubmitAsync(app, queue: "repaired");

        await Eventually.HoldsAsync(() => repair.Handled is not null);
        Assert.Matches("^hello m-resubmitted-[0-9]+$", repair.Handled);
        await Eventually.HoldsAsync(async () => await NumbersAsync(app) == (0, 0));
    }

    private Task<TestApp> StartAsync() => TestApp.StartAsync(
        typeof(Functions), Account, builder => builder.Services.AddSingleton(repair));

    private async Task KillAsync(ServiceBusMessage message)
    {
        await Sender.SendMessageAsync(message, Token);
        await Receiver.DeadLetterMessageAsync(await Receiver.ReceiveMessageAsync(Soon, Token), "BadAddress", "Nobody lives there.", Token);
    }

    private static async Task<(int Length, int DeadLetterLength)> NumbersAsync(TestApp app)
    {
        var state = await JsonAsync(app, Get("/local/queues/repaired?format=json"));
        return (state.GetProperty("length").GetInt32(), state.GetProperty("deadLetterLength").GetInt32());
    }

    private static HttpRequestMessage Get(string path, string? accept = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null) request.Headers.Accept.ParseAdd(accept);
        return request;
    }

    private static async Task<JsonElement> JsonAsync(TestApp app, HttpRequestMessage request)
    {
        using var answer = await app.Client.SendAsync(request, Token);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(Token));
    }

    /// <summary>What the page's form does, without following where it leads.</summary>
    private static async Task<HttpResponseMessage> ResubmitAsync(
        TestApp app, long? sequence = null, params (string Name, string Value)[] headers) =>
        await ResubmitAsync(app, QueueName, sequence, headers);

    private static Task<HttpResponseMessage> ResubmitAsync(TestApp app, string queue) => ResubmitAsync(app, queue, null, []);

    private static async Task<HttpResponseMessage> ResubmitAsync(
        TestApp app, string queue, long? sequence, (string Name, string Value)[] headers)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = app.Client.BaseAddress };
        using var form = new FormUrlEncodedContent(sequence is { } number ? [KeyValuePair.Create("sequence", $"{number}")] : []);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/local/queues/{queue}/resubmit") { Content = form };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await browser.SendAsync(request, Token);
    }

    public sealed class Repair
    {
        private int failures;

        public bool IsDone { get; set; }

        public string? Handled { get; private set; }

        public int Failures => Volatile.Read(ref failures);

        public void Handle(string text)
        {
            if (!IsDone)
            {
                Interlocked.Increment(ref failures);
                throw new InvalidOperationException("broken");
            }

            Handled = text;
        }
    }

    public sealed class Functions(Repair repair)
    {
        [Function("Repaired")]
        public void Handle([ServiceBusTrigger("repaired", Connection = "ServiceBus")] ServiceBusReceivedMessage message) =>
            repair.Handle($"{message.Body} {message.MessageId}");
    }
}
