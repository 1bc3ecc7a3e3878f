namespace Dfm.Functions.Storage;

/// <summary>
/// A file on this machine for what is too large for memory and must be read more than once. It has no name that others could open, and is gone
/// with the stream, and with the process.
/// </summary>
/// <remarks>
/// Where it cannot be written, that is no fault of the bytes that came in: a <see cref="TemporaryFileException"/> says so, in place of the
/// <see cref="IOException"/> that reading them throws too.
/// </remarks>
public sealed class TemporaryFile : FileStream
{
    private TemporaryFile(string path)
        : base(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        })
    {
    }

    /// <summary>An empty file.</summary>
    public static TemporaryFile Create()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var file = new TemporaryFile(path);
            // Already now where that is possible: a process that is killed leaves nothing behind.
            if (!OperatingSystem.IsWindows()) File.Delete(path);
            return file;
        }
        catch (IOException full)
        {
            throw new TemporaryFileException(full);
        }
    }

    /// <summary>A copy of what is left of a stream, from its first byte on.</summary>
    public static async Task<TemporaryFile> Of(Stream content, CancellationToken cancellationToken)
    {
        var file = Create();
        try
        {
            await content.CopyToAsync(file, cancellationToken);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    // The other ways to write come to these two, as those of any stream that is derived from FileStream.

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        try
        {
            base.Write(buffer, offset, count);
        }
        catch (IOException full)
        {
            throw new TemporaryFileException(full);
        }
    }

    /// <inheritdoc/>
    public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        try
        {
#pragma warning disable CA1835 // That overload comes back to this one.
            await base.WriteAsync(buffer, offset, count, cancellationToken);
#pragma warning restore CA1835
        }
        catch (IOException full)
        {
            throw new TemporaryFileException(full);
        }
    }

    /// <inheritdoc/>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await base.FlushAsync(cancellationToken);
        }
        catch (IOException full)
        {
            throw new TemporaryFileException(full);
        }
    }
}

/// <summary>A temporary file could not be written: the disk is full, perhaps.</summary>
public sealed class TemporaryFileException(IOException inner) : Exception("A temporary file could not be written.", inner);
