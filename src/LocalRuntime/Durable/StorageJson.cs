using System.Text.Json;

namespace Dfm.LocalRuntime.Durable;

/// <summary>What is stored, as JSON text and back.</summary>
internal static class StorageJson
{
    public static string Text(TurnRecord record) => JsonSerializer.Serialize(record, HistoryJson.Relaxed.TurnRecord);

    public static string Text(Message message) => JsonSerializer.Serialize(message, HistoryJson.Relaxed.Message);

    public static string Text(Failure failure) => JsonSerializer.Serialize(failure, HistoryJson.Relaxed.Failure);

    public static TurnRecord TurnRecord(string text) => JsonSerializer.Deserialize(text, HistoryJson.Relaxed.TurnRecord)!;

    public static Message Message(string text) => JsonSerializer.Deserialize(text, HistoryJson.Relaxed.Message)!;

    public static Failure Failure(string text) => JsonSerializer.Deserialize(text, HistoryJson.Relaxed.Failure)!;
}
