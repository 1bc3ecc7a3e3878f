using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalRuntime.Tests.Worker;

/// <summary>Bodies pass through as they come, never held whole.</summary>
public sealed class HttpStreamTests
{
    private const int Large = 32 * 1024 * 1024;

    private readonly Exchange exchange = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Documented(WorkerPages.AspNetCore)]
    public async Task RequestBody_IsRead_WhileTheClientIsStillSendingIt()
    {
        await using var app = await StartAsync();

        var answering = app.Client.PostAsync("/api/upload", new HeldContent(exchange), Token);
        // The second half is sent only when the function has the first.
        await exchange.FirstRead.Task.WaitAsync(Token);
        exchange.SendRest.SetResult();

        using var answer = await answering;
        Assert.Equal("first second", await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    [Documented(WorkerPages.AspNetCore)]
    public async Task ResponseBody_ReachesTheClient_WhileTheFunctionIsStillWritingIt()
    {
        await using var app = await StartAsync();

        using var answer = await app.Client.GetAsync("/api/download", HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Token));
        Assert.Equal("first", await reader.ReadLineAsync(Token));
        exchange.SendRest.SetResult();

        Assert.Equal("second", await reader.ReadLineAsync(Token));
    }

    [Fact]
    [Documented(WorkerPages.BodySizeLimit)]
    public async Task LargeBodies_PassBothWays()
    {
        await using var app = await StartAsync();

        using var uploaded = await app.Client.PostAsync("/api/count", new ByteArrayContent(new byte[Large]), Token);
        using var downloaded = await app.Client.GetAsync($"/api/zeros/{Large}", HttpCompletionOption.ResponseHeadersRead, Token);

        Assert.Equal($"{Large}", await uploaded.Content.ReadAsStringAsync(Token));
        Assert.Equal(Large, await CountAsync(await downloaded.Content.ReadAsStreamAsync(Token)));
    }

    private static async Task<long> CountAsync(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        var count = 0L;
        while (await stream.ReadAsync(buffer, Token) is var read and > 0) count += read;
        return count;
    }

    private Task<TestApp> StartAsync() =>
        TestApp.StartAsync(typeof(Functions), configure: builder => builder.Services.AddSingleton(exchange));

    public sealed class Exchange
    {
        public TaskCompletionSource FirstRead { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource SendRest { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed class Functions(Exchange exchange)
    {
        [Function("Upload")]
        public async Task<IResult> Upload([HttpTrigger("post", Route = "upload")] HttpRequest request)
        {
            using var reader = new StreamReader(request.Body);
            var first = await reader.ReadLineAsync(Token);
            exchange.FirstRead.SetResult();
            return Results.Text($"{first} {await reader.ReadLineAsync(Token)}");
        }

        [Function("Download")]
        public async Task Download([HttpTrigger("get", Route = "download")] HttpRequest request)
        {
            await request.HttpContext.Response.WriteAsync("first\n", Token);
            await request.HttpContext.Response.Body.FlushAsync(Token);
            await exchange.SendRest.Task;
            await request.HttpContext.Response.WriteAsync("second\n", Token);
        }

        [Function("Count")]
        public static async Task<IResult> Count([HttpTrigger("post", Route = "count")] HttpRequest request) =>
            Results.Text((await CountAsync(request.Body)).ToString(CultureInfo.InvariantCulture));

        [Function("Zeros")]
        public static IResult Zeros([HttpTrigger("get", Route = "zeros/{count}")] HttpRequest request, int count) =>
            Results.Stream(async body =>
            {
                var buffer = new byte[64 * 1024];
                for (var left = count; left > 0; left -= buffer.Length)
                    await body.WriteAsync(buffer.AsMemory(0, Math.Min(left, buffer.Length)));
            });
    }

    private sealed class HeldContent(Exchange exchange) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("first\n"u8.ToArray());
            await stream.FlushAsync();
            await exchange.SendRest.Task;
            await stream.WriteAsync("second\n"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
