using Dfm.Functions.Http;
using Dfm.Functions.Inbound.Parsing;
using Dfm.Functions.Inbound.Storage;

namespace Dfm.Functions.Inbound.Responses;

/// <summary>A mail as it came, byte for byte: as a mail where SendGrid has sent it raw, else as the form that it came in.</summary>
public sealed class OriginalMail : IResult
{
    private const int IdInName = 12;

    private readonly FileStream content;
    private readonly string fileName;
    private readonly string contentType;

    private OriginalMail(FileStream content, string fileName, string contentType) =>
        (this.content, this.fileName, this.contentType) = (content, fileName, contentType);

    /// <summary>The mail of that id; null when its original is gone.</summary>
    public static async Task<OriginalMail?> Of(string id, InboundBlobs originals, CancellationToken cancellationToken)
    {
        if (await originals.Open(id, cancellationToken) is not var (form, type)) return null;
        var name = $"mail-{id[..IdInName]}";
        if (await RawOf(form, type, cancellationToken) is not { } raw) return new(form, $"{name}.form", "application/octet-stream");
        await form.DisposeAsync();
        return new(raw, $"{name}.eml", "message/rfc822");
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var stream = content;
        stream.Position = 0;
        httpContext.Response.SetDownload(fileName, contentType);
        httpContext.Response.ContentLength = stream.Length;
        await stream.CopyToAsync(httpContext.Response.Body, httpContext.RequestAborted);
    }

    /// <summary>Null in the parsed form, and in one that breaks off: it is handed out as it is.</summary>
    private static async Task<FileStream?> RawOf(FileStream form, string contentType, CancellationToken cancellationToken)
    {
        try
        {
            return await MailForm.ReadRaw(form, contentType, cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            return null;
        }
    }
}
