using System.IO.Compression;
using System.Text;
using DurableTask.Core.History;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Dfm.LocalHost.Durable.Store;

/// <summary>Compressed JSON of the engine's types. History events are told apart by their short type names.</summary>
internal static class StoredJson
{
    private static readonly JsonSerializer Serializer = JsonSerializer.Create(new JsonSerializerSettings
    {
        TypeNameHandling = TypeNameHandling.Auto,
        NullValueHandling = NullValueHandling.Ignore,
        // Payloads are texts, also those that look like dates.
        DateParseHandling = DateParseHandling.None,
        SerializationBinder = new HistoryBinder(),
    });

    public static byte[] Pack<T>(T value)
    {
        using var bytes = new MemoryStream();
        using (var writer = new StreamWriter(new BrotliStream(bytes, CompressionLevel.Fastest), new UTF8Encoding(false)))
            Serializer.Serialize(writer, value, typeof(T));
        return bytes.ToArray();
    }

    public static T Unpack<T>(byte[] bytes)
    {
        using var reader = new JsonTextReader(new StreamReader(new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress)));
        return Serializer.Deserialize<T>(reader) ?? throw new InvalidDataException($"A stored {typeof(T).Name} is empty.");
    }

    private sealed class HistoryBinder : DefaultSerializationBinder
    {
        private static readonly Dictionary<string, Type> Events = HistoryEvent.KnownTypes().ToDictionary(type => type.Name);

        public override void BindToName(Type serializedType, out string? assemblyName, out string? typeName)
        {
            base.BindToName(serializedType, out assemblyName, out typeName);
            if (Events.ContainsKey(serializedType.Name)) (assemblyName, typeName) = (null, serializedType.Name);
        }

        public override Type BindToType(string? assemblyName, string typeName) =>
            assemblyName is null && Events.TryGetValue(typeName, out var known) ? known : base.BindToType(assemblyName, typeName);
    }
}
