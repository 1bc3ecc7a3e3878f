using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Outbox;

/// <summary>What lies on the queue <c>outbox</c>: where the outbox row of a command is, or will be once the command is stored.</summary>
/// <param name="Table">The table that the command writes.</param>
/// <param name="Partition">The partition.</param>
/// <param name="CommandId">The command.</param>
public sealed record OutboxMessage(string Table, string Partition, Guid CommandId)
{
    public BinaryData ToBody() => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(this, StorageJson.Options));

    /// <summary>Reads a message; false when it is none of ours.</summary>
    public static bool TryRead(ServiceBusReceivedMessage message, [NotNullWhen(true)] out OutboxMessage? read)
    {
        try
        {
            read = message.Body.ToObjectFromJson<OutboxMessage>(StorageJson.Options);
        }
        catch (JsonException)
        {
            read = null;
        }

        return read is { Table.Length: > 0, Partition.Length: > 0 };
    }
}
