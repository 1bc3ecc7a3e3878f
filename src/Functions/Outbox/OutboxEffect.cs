using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using Dfm.Core.Notifications;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Outbox;

/// <summary>What an effect does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutboxEffectKind>))]
public enum OutboxEffectKind
{
    /// <summary>Starts an orchestration.</summary>
    StartOrchestration,

    /// <summary>Raises an event to an orchestration.</summary>
    RaiseEvent,

    /// <summary>Enqueues a mail.</summary>
    EnqueueMail,

    /// <summary>Stores a row in another partition than the command's, such as a list of all customers for the staff.</summary>
    StoreRow,

    /// <summary>Calls the <see cref="IEffectHandler"/> of a chapter.</summary>
    Handle,
}

/// <summary>
/// An effect of a command, stored with it and performed after it. Idempotent: an event by its instance and the payload's sequence, a mail by its
/// id, a row by its key, what a handler does by the handler itself.
/// </summary>
/// <param name="Kind">What it does.</param>
/// <param name="Instance">The orchestration's instance; the mail's id; the row's key.</param>
/// <param name="Name">The name of the orchestration that is started, of the event, of the mail's template, of the row's table, or of the handler.</param>
/// <param name="Payload">The orchestration's input, the event's content, the mail, the row.</param>
public sealed record OutboxEffect(OutboxEffectKind Kind, string Instance, string Name, JsonElement Payload)
{
    /// <summary>As Durable Task itself writes and reads: properties by their own names, which it may tell apart by case.</summary>
    private static readonly JsonSerializerOptions PayloadJson = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static OutboxEffect StartOrchestration<TInput>(string orchestration, string instance, TInput input) =>
        new(OutboxEffectKind.StartOrchestration, instance, orchestration, JsonSerializer.SerializeToElement(input, PayloadJson));

    public static OutboxEffect RaiseEvent<TEvent>(string instance, string eventName, TEvent payload) =>
        new(OutboxEffectKind.RaiseEvent, instance, eventName, JsonSerializer.SerializeToElement(payload, PayloadJson));

    public static OutboxEffect EnqueueMail(MailMessage mail) =>
        new(OutboxEffectKind.EnqueueMail, mail.Id, mail.Template, JsonSerializer.SerializeToElement(mail, MailJson.Options));

    /// <summary>The row must not change later: an effect that is performed twice would bring its first content back.</summary>
    public static OutboxEffect StoreRow(string table, StoredRow row) =>
        new(OutboxEffectKind.StoreRow, row.Key, table, JsonSerializer.SerializeToElement(row, PayloadJson));

    /// <param name="id">What it is about, by which it is performed once.</param>
    public static OutboxEffect Handle<T>(string handler, string id, T payload) =>
        new(OutboxEffectKind.Handle, id, handler, JsonSerializer.SerializeToElement(payload, StorageJson.Options));

    /// <summary>The mail of an effect that enqueues one.</summary>
    public MailMessage Mail() => Payload.Deserialize<MailMessage>(MailJson.Options)!;

    /// <summary>The row of an effect that stores one.</summary>
    public TableEntity Row() => Payload.Deserialize<StoredRow>(PayloadJson)!.ToEntity();
}

/// <summary>A row that an effect stores.</summary>
/// <param name="Columns">Texts of at most 32,000 UTF-16 units.</param>
public sealed record StoredRow(string Partition, string Key, IReadOnlyDictionary<string, string> Columns)
{
    public TableEntity ToEntity() => new(Columns.ToDictionary(column => column.Key, column => (object)column.Value))
    {
        PartitionKey = Partition,
        RowKey = Key,
    };
}
