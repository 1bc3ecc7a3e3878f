using System.Security.Cryptography;

namespace Dfm.Functions.Attachments;

/// <summary>
/// One uploaded file as it passes by: its first bytes given back first, then the rest; counted, hashed, and cut off past the limit.
/// </summary>
/// <param name="head">The bytes that were read already to recognise the file's kind.</param>
/// <param name="hash">Takes all bytes that pass.</param>
public sealed class BoundedStream(ReadOnlyMemory<byte> head, Stream rest, long limit, IncrementalHash hash) : Stream
{
    private ReadOnlyMemory<byte> head = head;

    /// <summary>Bytes that have passed.</summary>
    public long Count { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Count;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = Math.Min(head.Length, buffer.Length);
        if (read > 0)
        {
            head[..read].CopyTo(buffer);
            head = head[read..];
        }
        else
        {
            read = await rest.ReadAsync(buffer, cancellationToken);
        }

        Count += read;
        if (Count > limit) throw new TooLongException();
        hash.AppendData(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The file has more bytes than the limit: thrown while it is read, so that its upload to storage stops.</summary>
    public sealed class TooLongException : Exception;
}
