using System.Security.Cryptography;
using System.Text.Json;
using Dfm.Functions.Commands;

namespace Dfm.Functions.Http;

/// <summary>A request for a command.</summary>
/// <param name="Input">What its body says.</param>
/// <param name="Conditions">What its headers insist on.</param>
public sealed record CommandRequest<T>(T Input, CommandConditions Conditions);

/// <summary>Reads requests for commands, with their headers: so no function forgets them.</summary>
public static class CommandRequest
{
    /// <summary>A request with a JSON body.</summary>
    /// <param name="parse">Checks the body.</param>
    public static async Task<Result<CommandRequest<T>>> Read<TBody, T>(
        HttpRequest request, FunctionContext context, Func<TBody, Result<T>> parse, CancellationToken cancellationToken)
        where TBody : class
    {
        var headers = CommandHeaders.Read(request, context);
        if (!headers.IsSuccess) return headers.Problem;
        var body = await JsonBody.Read<TBody>(request, cancellationToken);
        return body.Then(parse).Then<CommandRequest<T>>(
            input => new CommandRequest<T>(input, headers.Value.With(() => Fingerprint(body.Value))));
    }

    /// <summary>A request that says all by its path and its headers.</summary>
    public static Result<CommandConditions> WithoutBody(HttpRequest request, FunctionContext context) =>
        CommandHeaders.Read(request, context).Then<CommandConditions>(headers => headers.With(() => ""));

    /// <summary>The body as it was understood: what white space and the order of fields do not change.</summary>
    private static string Fingerprint<TBody>(TBody body) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body, PortalJson.Options)));
}
