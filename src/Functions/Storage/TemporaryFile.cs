namespace Dfm.Functions.Storage;

/// <summary>Files on this machine for what is too large for memory and must be read more than once.</summary>
public static class TemporaryFile
{
    /// <summary>An empty file without a name that others could open. It is gone with the stream, and with the process.</summary>
    public static FileStream Create()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        });
        // Already now where that is possible: a process that is killed leaves nothing behind.
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return file;
    }
}
