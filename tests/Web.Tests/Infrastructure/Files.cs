using Microsoft.Playwright;

namespace Dfm.Web.Tests.Infrastructure;

/// <summary>Files that a person chooses.</summary>
internal static class Files
{
    // A dot of one pixel.
    private const string Dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    public static FilePayload Png(string name) => new() { Name = name, MimeType = "image/png", Buffer = Convert.FromBase64String(Dot) };

    public static FilePayload Text(string name) => new() { Name = name, MimeType = "text/plain", Buffer = "Texte"u8.ToArray() };
}
