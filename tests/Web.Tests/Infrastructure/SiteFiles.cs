using System.IO.Compression;
using Dfm.Testing;

namespace Dfm.Web.Tests.Infrastructure;

/// <summary>The files of the built site.</summary>
internal static class SiteFiles
{
    /// <summary>The bytes that a file of the site takes on its way, compressed as static hosts do.</summary>
    public static long CompressedSize(string url)
    {
        var path = RepositoryRoot.PathOf(["web", "dist", .. new Uri(url).AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries)]);
        if (!File.Exists(path)) return 0;
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(File.ReadAllBytes(path));
        return compressed.Length;
    }
}
