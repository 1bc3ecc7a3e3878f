using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dfm.Benchmarks.Host;

/// <summary>
/// As many GETs of one path as a server answers. On sockets, since a whole HTTP client costs more than the server that it would measure: the
/// first answer is read as HTTP, and every later one must be as long and begin alike, but for its date.
/// </summary>
internal static class HttpLoad
{
    private const string Success = "HTTP/1.1 200";

    /// <summary>How many answers came within <paramref name="duration"/>.</summary>
    public static async Task<long> Run(int port, string path, int connections, TimeSpan duration)
    {
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
        var answers = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => Connection(port, request, duration))));
        return answers.Sum();
    }

    private static async Task<long> Connection(int port, byte[] request, TimeSpan duration)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var buffer = new byte[4096];
        await socket.SendAsync(request);
        var length = await FirstAnswer(socket, buffer);
        var start = Stopwatch.GetTimestamp();
        var count = 0L;
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            await socket.SendAsync(request);
            for (var read = 0; read < length;)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(read, length - read));
                if (part == 0) throw new InvalidOperationException("The server closed the connection.");
                read += part;
            }

            if (!buffer.AsSpan().StartsWith("HTTP/1.1 200"u8)) throw new InvalidOperationException(Encoding.ASCII.GetString(buffer, 0, length));
            count++;
        }

        return count;
    }

    /// <summary>Reads the first answer to its end, and returns its length.</summary>
    private static async Task<int> FirstAnswer(Socket socket, byte[] buffer)
    {
        var read = 0;
        while (true)
        {
            read += await socket.ReceiveAsync(buffer.AsMemory(read));
            var text = Encoding.ASCII.GetString(buffer, 0, read);
            if (!text.StartsWith(Success, StringComparison.Ordinal)) throw new InvalidOperationException(text);
            if (IsWhole(text)) return read;
        }
    }

    private static bool IsWhole(string answer)
    {
        var body = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        if (body < 4) return false;
        const string Length = "Content-Length: ";
        var header = answer.IndexOf(Length, StringComparison.OrdinalIgnoreCase);
        if (header < 0) return answer.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal);
        var value = answer[(header + Length.Length)..answer.IndexOf('\r', header)];
        return answer.Length - body == int.Parse(value, CultureInfo.InvariantCulture);
    }
}
