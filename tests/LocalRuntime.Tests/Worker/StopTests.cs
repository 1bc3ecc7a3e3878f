using System.Net.Sockets;
using Azure.Messaging.ServiceBus;
using Dfm.LocalRuntime.Worker;
using Dfm.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>How an application ends while requests, messages and timers run.</summary>
public sealed class StopTests(AzuriteFixture azurite)
{
    private const int Requests = 30;
    private const int Messages = 30;
    private const int AtOnce = 20;

    private readonly StorageAccount account = azurite.NewAccount();
    private readonly TimerClock clock = new(new DateTimeOffset(2026, 3, 2, 7, 59, 0, TimeSpan.Zero));
    private readonly Work work = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Documented(WorkerPages.Cancellation)]
    public async Task Stop_UnderLoad_FinishesWhatRuns_AndTakesNothingNew()
    {
        await using var app = await StartAsync(typeof(Held));
        await SendAsync(Messages);
        var answers = Enumerable.Range(0, Requests).Select(_ => app.Client.GetStringAsync("/api/held", Token)).ToList();
        await Eventually.HoldsAsync(() => (work.Requests, work.Messages, work.Timers) == (Requests, AtOnce, 1));

        var stopping = app.Host.StopAsync(Token);
        await Eventually.HoldsAsync(async () => !await ListensAsync(app.Client.BaseAddress!.Port));
        await SendAsync(1);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.False(stopping.IsCompleted);
        work.Gate.SetResult();
        await stopping.WaitAsync(TimeSpan.FromSeconds(10), Token);

        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal("finished", answer));
        Assert.Equal((Requests, AtOnce, 1), (work.Requests, work.Messages, work.Timers));
        Assert.Equal(Requests + AtOnce + 1, work.Finished);
        Assert.Equal(0, work.Cancelled);
        Assert.Equal(Messages - AtOnce + 1, await LeftAsync());
    }

    [Fact]
    [Documented(WorkerPages.Cancellation)]
    public async Task Stop_ThatTakesTooLong_CancelsTheTokensOfAllThatRuns()
    {
        await using var app = await StartAsync(typeof(Held), TimeSpan.FromMilliseconds(500));
        await SendAsync(1);
        var answer = app.Client.GetStringAsync("/api/held", Token);
        await Eventually.HoldsAsync(() => (work.Requests, work.Messages, work.Timers) == (1, 1, 1));

        await Record.ExceptionAsync(() => app.Host.StopAsync(Token).WaitAsync(TimeSpan.FromSeconds(10), Token));

        await Eventually.HoldsAsync(() => work.Cancelled == 3);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer);
        Assert.Equal(0, work.Finished);
    }

    private static async Task<bool> ListensAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<TestApp> StartAsync(Type functions, TimeSpan? limit = null)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            path, $$"""{ "version": "2.0", "extensions": { "serviceBus": { "maxConcurrentCalls": {{AtOnce}} } } }""", Token);
        return await TestApp.StartAsync(
            functions,
            account,
            builder =>
            {
                builder.Services.AddSingleton(work).AddSingleton<TimeProvider>(clock);
                builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = limit ?? TimeSpan.FromSeconds(30));
            },
            new Dictionary<string, string> { [HostJson.Setting] = path });
    }

    private async Task SendAsync(int count)
    {
        await using var client = new ServiceBusClient(account.ConnectionString);
        await using var sender = client.CreateSender("work");
        await sender.SendMessagesAsync(Enumerable.Range(0, count).Select(n => new ServiceBusMessage($"{n}")), Token);
    }

    private async Task<int> LeftAsync()
    {
        await using var client = new ServiceBusClient(account.ConnectionString);
        await using var receiver = client.CreateReceiver("work");
        return (await receiver.PeekMessagesAsync(32, cancellationToken: Token)).Count;
    }

    /// <summary>What began, and how it ended.</summary>
    public sealed class Work
    {
        private int requests;
        private int messages;
        private int timers;
        private int finished;
        private int cancelled;

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Requests => Volatile.Read(ref requests);

        public int Messages => Volatile.Read(ref messages);

        public int Timers => Volatile.Read(ref timers);

        public int Finished => Volatile.Read(ref finished);

        public int Cancelled => Volatile.Read(ref cancelled);

        public Task RequestAsync(CancellationToken cancellationToken) => HoldAsync(ref requests, cancellationToken);

        public Task MessageAsync(CancellationToken cancellationToken) => HoldAsync(ref messages, cancellationToken);

        public Task TimerAsync(CancellationToken cancellationToken) => HoldAsync(ref timers, cancellationToken);

        private Task HoldAsync(ref int begun, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref begun);
            return HoldAsync(cancellationToken);
        }

        private async Task HoldAsync(CancellationToken cancellationToken)
        {
            try
            {
                await Gate.Task.WaitAsync(cancellationToken);
                Interlocked.Increment(ref finished);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref cancelled);
                throw;
            }
        }
    }

    public sealed class Held(Work work)
    {
        [Function("Request")]
        public async Task<IResult> Request([HttpTrigger("get", Route = "held")] HttpRequest request, CancellationToken cancellationToken)
        {
            await work.RequestAsync(cancellationToken);
            return Results.Text("finished");
        }

        [Function("Message")]
        public Task Message([ServiceBusTrigger("work", Connection = "ServiceBus")] string message, CancellationToken cancellationToken) =>
            work.MessageAsync(cancellationToken);

        [Function("Timer")]
        public Task Timer(
            [TimerTrigger("* * * * * *", UseMonitor = false, RunOnStartup = true)] TimerInfo timer, CancellationToken cancellationToken) =>
            work.TimerAsync(cancellationToken);
    }
}
