using Azure.Core;
using Azure.Core.Pipeline;

namespace Dfm.LocalRuntime.Tests.ServiceBus;

/// <summary>Lets so many requests reach the storage and no more; counts them.</summary>
internal sealed class RequestLimit(int allowed = int.MaxValue) : HttpPipelinePolicy
{
    private int left = allowed;
    private int requests;

    /// <summary>How many have reached the storage.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>From now on all reach it.</summary>
    public void Lift() => Volatile.Write(ref left, int.MaxValue);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (Interlocked.Decrement(ref left) < 0) throw new IOException("The connection broke before the request.");
        Interlocked.Increment(ref requests);
        await ProcessNextAsync(message, pipeline);
    }
}
