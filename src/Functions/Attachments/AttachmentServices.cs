using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Settings;
using Dfm.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Attachments;

/// <summary>What every chapter with attachments needs.</summary>
public static class AttachmentServices
{
    /// <summary>Registers their store and settings, which are checked when the host starts.</summary>
    public static IServiceCollection AddAttachments(this IServiceCollection services) =>
        services.AddSettings<MalwareOptions>().AddMessageRetries().AddSingleton<AttachmentBlobs>();
}
