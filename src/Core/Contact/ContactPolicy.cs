using Dfm.Core.Attachments;

namespace Dfm.Core.Contact;

/// <summary>What DFM sets for contact requests.</summary>
/// <param name="MaxMailBytes">Up to so many bytes in all the files travel with the service's mail; beyond, the mail lists them.</param>
public sealed record ContactPolicy(long MaxMailBytes)
{
    /// <summary>Whether the files travel with the service's mail.</summary>
    public bool TravelByMail(IReadOnlyList<Attachment> files) => files.Sum(file => file.Size) <= MaxMailBytes;
}
