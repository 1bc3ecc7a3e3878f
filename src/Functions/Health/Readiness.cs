using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Health;

/// <summary>
/// Whether what the portal stands on answers: tables, blobs, Service Bus, each asked for one thing that is read by the same roles as
/// everything else. However often it is asked for, it probes once in ten seconds.
/// </summary>
public sealed partial class Readiness(
    TableServiceClient tables, BlobServiceClient blobs, ServiceBusClient serviceBus, TimeProvider clock, ILogger<Readiness> logger)
{
    /// <summary>For how long an answer is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Lock guard = new();
    private Task<IReadOnlyList<string>>? probe;
    private DateTimeOffset keptUntil;

    /// <summary>What does not answer, in French; nothing when the portal is ready. Never fails.</summary>
    public Task<IReadOnlyList<string>> Unreachable()
    {
        lock (guard)
        {
            if (probe is { IsCompleted: true } && clock.GetUtcNow() >= keptUntil) probe = null;
            return probe ??= Probe();
        }
    }

    private async Task<IReadOnlyList<string>> Probe()
    {
        var silent = await Task.WhenAll(
            Ask("les tables", stop => tables.GetTableClient(TableNames.Counters).FindRow("health", "health", stop, ["RowKey"])),
            Ask("les fichiers", stop => blobs.GetBlobContainerClient(TableNames.Attachments).GetBlobClient("health").ExistsAsync(stop)),
            Ask("les files d'attente", Peek));
        lock (guard) keptUntil = clock.GetUtcNow() + KeptFor;
        return [.. silent.OfType<string>()];
    }

    private async Task Peek(CancellationToken cancellationToken)
    {
        await using var receiver = serviceBus.CreateReceiver(OutboxQueue.Name);
        await receiver.PeekMessageAsync(cancellationToken: cancellationToken);
    }

    /// <summary>The name of what does not answer in time, or fails; null otherwise.</summary>
    private async Task<string?> Ask(string name, Func<CancellationToken, Task> ask)
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            await ask(late.Token).WaitAsync(late.Token);
            return null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogSilent(failure, name);
            return name;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The portal is not ready: no answer from {Name}.")]
    private partial void LogSilent(Exception failure, string name);
}
