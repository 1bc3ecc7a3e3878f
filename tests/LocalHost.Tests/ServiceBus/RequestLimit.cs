using Azure.Core;
using Azure.Core.Pipeline;

namespace Dfm.LocalHost.Tests.ServiceBus;

/// <summary>Lets so many requests reach the storage and no more; counts them.</summary>
internal sealed class RequestLimit(int allowed = int.MaxValue) : HttpPipelinePolicy
{
    private int left = allowed;
    private int requests;

    /// <summary>How many have reached the storage.</summary>
    public int Requests => Volatile.Read(ref requests);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Count();
        ProcessNext(message, pipeline);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Count();
        await ProcessNextAsync(message, pipeline);
    }

    private void Count()
    {
        if (Interlocked.Decrement(ref left) < 0) throw new IOException("The connection broke before the request.");
        Interlocked.Increment(ref requests);
    }
}
