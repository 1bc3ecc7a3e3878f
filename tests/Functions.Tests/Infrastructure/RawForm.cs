using System.Buffers;
using System.Net.Http.Headers;
using System.Text;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>A multipart form, byte by byte as a client sends it.</summary>
internal sealed class RawForm
{
    private const string Boundary = "----form-7f3a";
    private readonly ArrayBufferWriter<byte> bytes = new();

    /// <summary>A part with these header lines, in UTF-8 unless told otherwise.</summary>
    public RawForm Part(string headers, ReadOnlySpan<byte> body, Encoding? encoding = null)
    {
        bytes.Write("--"u8);
        bytes.Write(Encoding.ASCII.GetBytes($"{Boundary}\r\n"));
        bytes.Write((encoding ?? Encoding.UTF8).GetBytes($"{headers}\r\n\r\n"));
        bytes.Write(body);
        bytes.Write("\r\n"u8);
        return this;
    }

    /// <summary>A text field.</summary>
    /// <param name="name">The field.</param>
    /// <param name="text">Its bytes.</param>
    /// <param name="contentType">Its Content-Type; none by default.</param>
    public RawForm Field(string name, ReadOnlySpan<byte> text, string? contentType = null) => Part(
        $"Content-Disposition: form-data; name=\"{name}\"" + (contentType is null ? "" : $"\r\nContent-Type: {contentType}"), text);

    /// <summary>A file with these parameters of its Content-Disposition, e.g. <c>filename="a.png"</c>.</summary>
    public RawForm File(string parameters, ReadOnlySpan<byte> content, Encoding? encoding = null) => Part(
        $"Content-Disposition: form-data; name=\"files\"; {parameters}\r\nContent-Type: application/octet-stream", content, encoding);

    /// <summary>The whole form.</summary>
    public HttpContent Content()
    {
        bytes.Write(Encoding.ASCII.GetBytes($"--{Boundary}--\r\n"));
        var content = new ByteArrayContent(bytes.WrittenSpan.ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={Boundary}");
        return content;
    }
}
