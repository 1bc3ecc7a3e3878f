using Dfm.Core.Inbound;
using Dfm.Functions.Inbound.Parsing;
using Dfm.Functions.Inbound.Storage;

namespace Dfm.Functions.Inbound.Processing;

public static class Originals
{
    /// <summary>Reads a mail from its original; one that is gone has nothing to read.</summary>
    public static async Task<ReadMail> Read(this InboundBlobs originals, MailReader reader, string id, CancellationToken cancellationToken)
    {
        if (await originals.Open(id, cancellationToken) is not var (content, contentType)) return new ReadMail(InboundMail.Unreadable, []);
        await using (content) return await reader.Read(content, contentType, cancellationToken);
    }
}
