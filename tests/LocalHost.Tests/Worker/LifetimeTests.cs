using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.ServiceBus;
using Dfm.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost.Tests.Worker;

/// <summary>How the host starts and stops.</summary>
public sealed class LifetimeTests(AzuriteFixture azurite)
{
    private readonly Meetings meetings = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_BeforeTheFunctionsAreLoaded_Waits()
    {
        using var client = new HttpClient();
        using var log = new Recorder();
        var early = new EarlyRequest(client);

        await using var app = await StartAsync([typeof(WAnswering)], builder =>
        {
            early.Port = builder.Configuration.GetValue<int>("PORT");
            builder.Logging.AddProvider(log);
            builder.Services.AddSingleton<IStartupFilter>(early).AddSingleton<IHostedService>(early);
        });

        Assert.Equal("number 7", await early.Answer!);
        Assert.Empty(log.Of(""));
    }

    [Theory]
    [InlineData(typeof(WRefused), "Function 'WEntity': the binding 'entityTrigger' is not supported.")]
    [InlineData(typeof(WUnset), "The setting 'Missing' is missing.")]
    public async Task Start_OfWhatIsNotSupported_EndsWithASentence(Type functions, string expected)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync([functions]));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_FinishesMessagesThenRequests_AndTakesNothingNew()
    {
        await using var app = await StartAsync([typeof(WAnswering), typeof(WLasting), typeof(WHeldMessages)]);
        await SendAsync(app, "first");
        var request = app.Http.GetStringAsync("/api/w/held/request", Token);
        await Eventually.HoldsAsync(() => (meetings.Of("first").Entered, meetings.Of("request").Entered) == (1, 1));

        var stopping = app.Services.GetRequiredService<IHost>().StopAsync(Token);
        await SendAsync(app, "second");
        // A message's function may need the app itself: its mailbox, for one.
        Assert.Equal("number 7", await app.Http.GetStringAsync("/api/w/items/7", Token));
        meetings.Of("first").Go.SetResult();
        await Eventually.HoldsAsync(async () =>
            await Record.ExceptionAsync(() => app.Http.GetStringAsync("/api/w/items/7", Token)) is HttpRequestException);
        Assert.False(stopping.IsCompleted);
        meetings.Of("request").Go.SetResult();

        Assert.Equal("finished", await request);
        await stopping;
        Assert.Equal(0, meetings.Of("second").Entered);
        var queue = await app.Services.GetRequiredService<BusAccount>().QueueAsync("w-held");
        var left = await queue.ReceiveAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Equal(("second", 0), (left.Body.ToString(), queue.Read().Waiting));
    }

    [Fact]
    public async Task Stop_ThatTakesTooLong_CancelsWhatRuns()
    {
        await using var app = await StartAsync([typeof(WLasting), typeof(WHeldMessages)], builder =>
            builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200)));
        await SendAsync(app, "message");
        var request = app.Http.GetStringAsync("/api/w/held/request", Token);
        await Eventually.HoldsAsync(() => (meetings.Of("message").Entered, meetings.Of("request").Entered) == (1, 1));

        await Record.ExceptionAsync(() => app.Services.GetRequiredService<IHost>().StopAsync(Token));

        await Eventually.HoldsAsync(() => (meetings.Of("message").Cancelled, meetings.Of("request").Cancelled) == (1, 1));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => request);
    }

    [Fact]
    public async Task TwoHosts_OfOneProcess_ShareNothing()
    {
        var others = new Meetings();
        await using var one = await StartAsync([typeof(WAnswering), typeof(WHeldMessages)]);
        await using (var other = await TestHost.StartAsync(
            azurite.NewAccount(), [typeof(WHeldMessages)], null, builder => builder.Services.AddSingleton(others)))
        {
            await SendAsync(one, "to one");
            await SendAsync(other, "to other");
            await Eventually.HoldsAsync(() => (meetings.Of("to one").Entered, others.Of("to other").Entered) == (1, 1));
            Assert.Equal((0, 0), (meetings.Of("to other").Entered, others.Of("to one").Entered));
            others.Of("to other").Go.SetResult();
        }

        meetings.Of("to one").Go.SetResult();
        Assert.Equal("number 7", await one.Http.GetStringAsync("/api/w/items/7", Token));
    }

    private static ServiceBusClient Client(TestHost app) => app.Services.GetRequiredService<ServiceBusClient>();

    private static Task SendAsync(TestHost app, string text) =>
        Client(app).CreateSender("w-held").SendMessageAsync(new ServiceBusMessage(text), Token);

    private Task<TestHost> StartAsync(IReadOnlyCollection<Type> functions, Action<FunctionsApplicationBuilder>? configure = null) =>
        TestHost.StartAsync(azurite.NewAccount(), functions, null, builder =>
        {
            builder.Services.AddSingleton(meetings);
            configure?.Invoke(builder);
        });

    /// <summary>Sends a request when the server listens, and lets the start go on only when the request has come in.</summary>
    private sealed class EarlyRequest(HttpClient client) : IStartupFilter, IHostedService
    {
        private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Port { get; set; }

        public Task<string>? Answer { get; private set; }

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((_, serve) =>
            {
                arrived.TrySetResult();
                return serve();
            });
            next(app);
        };

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            Answer = client.GetStringAsync($"http://127.0.0.1:{Port}/api/w/items/7", cancellationToken);
            await arrived.Task.WaitAsync(cancellationToken);
            Assert.False(Answer.IsCompleted);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
