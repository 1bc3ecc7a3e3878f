using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Dfm.LocalRuntime.Tests.Durable;

/// <summary>Counts storage requests; when told, refuses some, and loses the answers of others that the storage has obeyed.</summary>
internal sealed class StorageFaults(int seed = 0, double probability = 0) : HttpPipelinePolicy
{
    private readonly Random random = new(seed);
    private int requests;

    /// <summary>How many requests have reached the storage.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>How many went wrong.</summary>
    public int Faults { get; private set; }

    public bool IsOn { get; set; } = true;

    /// <summary>Whether the storage obeys every write and no answer comes.</summary>
    public bool LosesAnswers { get; set; }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        switch (LosesAnswers && message.Request.Method != RequestMethod.Get ? 5 : Next())
        {
            case 1:
                throw new IOException("The connection broke before the request.");
            case 2:
                message.Response = new Answer(503);
                return;
            case 3:
                message.Response = new Answer(429);
                return;
            case 4 when message.Request.Method != RequestMethod.Get:
                message.Response = new Answer(412);
                return;
            case 5:
                await SendAsync(message, pipeline);
                throw new TaskCanceledException("The answer came too late.");
            default:
                await SendAsync(message, pipeline);
                return;
        }
    }

    private async ValueTask SendAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Interlocked.Increment(ref requests);
        await ProcessNextAsync(message, pipeline);
    }

    private int Next()
    {
        lock (random)
        {
            if (!IsOn || random.NextDouble() >= probability) return 0;
            Faults++;
            return random.Next(1, 6);
        }
    }

    private sealed class Answer(int status) : Response
    {
        public override int Status => status;

        public override string ReasonPhrase => "Injected";

        public override Stream? ContentStream { get; set; } = new MemoryStream();

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose()
        {
        }

        protected override bool ContainsHeader(string name) => false;

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
        {
            value = null;
            return false;
        }

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = null;
            return false;
        }
    }
}
