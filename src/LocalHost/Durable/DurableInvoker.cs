using Dfm.LocalHost.Worker;
using Dfm.LocalHost.Worker.Protocol;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Dfm.LocalHost.Durable;

/// <summary>Hands orchestrators and activities to the worker.</summary>
internal sealed class DurableInvoker(FunctionInvoker invoker, IReadOnlyDictionary<string, LocalFunction> functions) : IDurableInvoker
{
    /// <inheritdoc/>
    public async Task<object?> InvokeAsync(string function, string? input)
    {
        // Never cancelled: what it has done by then would be done again.
        var result = await invoker.RunAsync(functions[function], input is null ? new() : new() { String = input }, CancellationToken.None);
        return result?.DataCase switch
        {
            // As an object: the texts of orchestrators must not become JSON.
            TypedData.DataOneofCase.String => (object)result.String,
            TypedData.DataOneofCase.Json => Parse(result.Json),
            TypedData.DataOneofCase.Int => result.Int,
            TypedData.DataOneofCase.Double => result.Double,
            TypedData.DataOneofCase.Bytes => result.Bytes.ToByteArray(),
            _ => null,
        };
    }

    private static JToken Parse(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json));
        reader.DateParseHandling = DateParseHandling.None;
        return JToken.ReadFrom(reader);
    }
}
