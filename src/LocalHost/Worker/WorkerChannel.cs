using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Dfm.LocalHost.Worker.Protocol;
using Grpc.Core;

namespace Dfm.LocalHost.Worker;

/// <summary>The host's side of the worker protocol: one worker, whose functions it lists, loads and invokes.</summary>
internal sealed class WorkerChannel : FunctionRpc.FunctionRpcBase
{
    private readonly Channel<StreamingMessage> outgoing = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> waiting = new();
    private readonly TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool ended;

    /// <summary>Serves the worker's one connection, until one of the two ends it.</summary>
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        var sending = SendAsync(responseStream, context.CancellationToken);
        try
        {
            await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken)) Receive(message);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The worker has ended.
        }
        finally
        {
            ended = true;
            foreach (var answer in waiting.Values) Fail(answer);
        }

        outgoing.Writer.TryComplete();
        await sending;
    }

    /// <summary>Waits for the worker, and lets it load all of its functions.</summary>
    /// <param name="directory">The folder of the app.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The functions, as the worker describes them.</returns>
    public async Task<IReadOnlyList<RpcFunctionMetadata>> LoadAsync(string directory, CancellationToken cancellationToken)
    {
        await connected.Task.WaitAsync(cancellationToken);
        var init = new WorkerInitRequest { HostVersion = "4.0.0", WorkerDirectory = directory, FunctionAppDirectory = directory };
        var ready = await AskAsync(new() { WorkerInitRequest = init }, cancellationToken);
        Check(ready.WorkerInitResponse.Result, "The worker did not start");
        var listed = await AskAsync(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = directory } }, cancellationToken);
        Check(listed.FunctionMetadataResponse.Result, "The worker has no list of its functions");
        var functions = listed.FunctionMetadataResponse.FunctionMetadataResults;
        await Task.WhenAll(functions.Select(function => LoadAsync(function, cancellationToken)));
        return functions;
    }

    /// <summary>Invokes a function and waits until it has ended, also where its cancellation was asked for.</summary>
    /// <param name="invocation">The function, its inputs and the invocation's id.</param>
    /// <param name="cancellationToken">Asks the function to end early.</param>
    /// <returns>Its outcome; a failure is no exception here.</returns>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest invocation, CancellationToken cancellationToken)
    {
        var activity = Activity.Current;
        invocation.TraceContext = new() { TraceParent = activity?.Id ?? "", TraceState = activity?.TraceStateString ?? "" };
        var id = invocation.InvocationId;
        var answer = Expect(id);
        Send(new() { RequestId = id, InvocationRequest = invocation });
        await using var registration = cancellationToken.Register(
            () => Send(new() { InvocationCancel = new() { InvocationId = id } }));
        return (await answer).InvocationResponse;
    }

    private async Task LoadAsync(RpcFunctionMetadata function, CancellationToken cancellationToken)
    {
        var load = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function };
        var loaded = await AskAsync(new() { FunctionLoadRequest = load }, cancellationToken);
        Check(loaded.FunctionLoadResponse.Result, $"Function '{function.Name}' was not loaded");
    }

    private async Task<StreamingMessage> AskAsync(StreamingMessage question, CancellationToken cancellationToken)
    {
        question.RequestId = Guid.NewGuid().ToString();
        var answer = Expect(question.RequestId);
        Send(question);
        return await answer.WaitAsync(cancellationToken);
    }

    private Task<StreamingMessage> Expect(string id)
    {
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[id] = answer;
        if (ended) Fail(answer);
        return answer.Task;
    }

    private static void Fail(TaskCompletionSource<StreamingMessage> answer) => answer.TrySetException(new IOException("The worker has ended."));

    private void Send(StreamingMessage message) => outgoing.Writer.TryWrite(message);

    private async Task SendAsync(IServerStreamWriter<StreamingMessage> worker, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in outgoing.Reader.ReadAllAsync(cancellationToken)) await worker.WriteAsync(message, cancellationToken);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The worker has ended; whoever waits for it is told where its messages are read.
        }
    }

    private void Receive(StreamingMessage message)
    {
        if (message.ContentCase is StreamingMessage.ContentOneofCase.StartStream) connected.TrySetResult();
        var id = message.InvocationResponse?.InvocationId ?? message.RequestId;
        if (waiting.TryRemove(id, out var answer)) answer.TrySetResult(message);
    }

    private static void Check(StatusResult result, string otherwise)
    {
        if (result.Status is not StatusResult.Types.Status.Success)
            throw new InvalidOperationException($"{otherwise}: {result.Exception?.Message}\n{result.Exception?.StackTrace}");
    }
}
