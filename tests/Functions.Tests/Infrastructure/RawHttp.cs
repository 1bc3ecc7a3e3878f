using System.Net.Sockets;
using System.Text;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>Requests that no HTTP client would make.</summary>
internal static class RawHttp
{
    /// <summary>Sends a POST whose body is these bytes, as they are, and returns the whole answer.</summary>
    /// <param name="client">Where to, and the headers that go along.</param>
    /// <param name="path">The path.</param>
    /// <param name="headers">Further headers, one a line.</param>
    /// <param name="body">The body.</param>
    public static async Task<string> Post(HttpClient client, string path, string headers, string body)
    {
        var address = client.BaseAddress!;
        using var connection = new TcpClient(address.Host, address.Port);
        var own = client.DefaultRequestHeaders.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
        string[] head =
            [$"POST {path} HTTP/1.1", $"Host: {address.Authority}", "Connection: close", .. headers.Split('\n'), .. own, "", body];
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Join("\r\n", head)), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
