using Dfm.LocalHost.Worker.Protocol;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Dfm.LocalHost.Tests.Worker;

/// <summary>The host's side of the worker protocol, against a worker of the test's own.</summary>
public sealed class WorkerChannelTests : IDisposable
{
    private static readonly Marshaller<StreamingMessage> Message =
        Marshallers.Create(one => one.ToByteArray(), StreamingMessage.Parser.ParseFrom);

    private static readonly Method<StreamingMessage, StreamingMessage> EventStream =
        new(MethodType.DuplexStreaming, "AzureFunctionsRpcMessages.FunctionRpc", "EventStream", Message, Message);

    private GrpcChannel? connection;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => connection?.Dispose();

    [Fact]
    public async Task Worker_ThatCannotStart_EndsTheStart()
    {
        await using var host = await LocalFunctionsHost.StartAsync();
        using var worker = await ConnectAsync(host);

        var loading = host.Channel.LoadAsync("app", Token);
        var answer = new StreamingMessage { RequestId = (await NextAsync(worker)).RequestId };
        answer.WorkerInitResponse = new() { Result = new() { Exception = new() { Message = "No." } } };
        await worker.RequestStream.WriteAsync(answer, Token);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => loading);
        Assert.StartsWith("The worker did not start: No.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_IsToldToTheWorker_WhoseAnswerIsAwaited()
    {
        await using var host = await LocalFunctionsHost.StartAsync();
        using var worker = await ConnectAsync(host);
        using var cancellation = new CancellationTokenSource();

        var invoking = host.Channel.InvokeAsync(new() { InvocationId = "a" }, cancellation.Token);
        await NextAsync(worker);
        await cancellation.CancelAsync();

        Assert.Equal("a", (await NextAsync(worker)).InvocationCancel.InvocationId);
        Assert.False(invoking.IsCompleted);
        var answer = new InvocationResponse { InvocationId = "a", Result = new() { Status = StatusResult.Types.Status.Cancelled } };
        await worker.RequestStream.WriteAsync(new() { InvocationResponse = answer }, Token);
        Assert.False((await invoking).Succeeded);
    }

    [Fact]
    public async Task WorkerThatEnds_FailsItsInvocations_AndLaterOnes()
    {
        await using var host = await LocalFunctionsHost.StartAsync();
        using var worker = await ConnectAsync(host);
        var running = host.Channel.InvokeAsync(new() { InvocationId = "a" }, Token);
        await NextAsync(worker);

        connection!.Dispose();

        await Assert.ThrowsAsync<IOException>(() => running.WaitAsync(TimeSpan.FromSeconds(20), Token));
        await Assert.ThrowsAsync<IOException>(() => host.Channel.InvokeAsync(new() { InvocationId = "b" }, Token));
    }

    private static async Task<StreamingMessage> NextAsync(AsyncDuplexStreamingCall<StreamingMessage, StreamingMessage> worker)
    {
        Assert.True(await worker.ResponseStream.MoveNext(Token));
        return worker.ResponseStream.Current;
    }

    private async Task<AsyncDuplexStreamingCall<StreamingMessage, StreamingMessage>> ConnectAsync(LocalFunctionsHost host)
    {
        connection = GrpcChannel.ForAddress(host.Endpoint);
        var worker = connection.CreateCallInvoker().AsyncDuplexStreamingCall(EventStream, null, new CallOptions());
        await worker.RequestStream.WriteAsync(new() { StartStream = new() { WorkerId = "test" } }, Token);
        return worker;
    }
}
