namespace Dfm.LocalRuntime.ServiceBus;

/// <summary>The lock on one delivery of a message: storage's pop receipt, which changes when the lock is renewed.</summary>
internal sealed class MessageLock(string storageId, string popReceipt, DateTimeOffset until) : IDisposable
{
    /// <summary>One operation at a time: a renewal that overtakes a settlement would take its pop receipt away.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    public Guid Token { get; } = Guid.NewGuid();

    public string StorageId { get; } = storageId;

    public string PopReceipt { get; set; } = popReceipt;

    public DateTimeOffset Until { get; set; } = until;

    public bool IsSettled { get; set; }

    public void Dispose() => Gate.Dispose();
}
