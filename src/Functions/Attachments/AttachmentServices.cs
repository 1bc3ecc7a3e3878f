using Dfm.Functions.Attachments.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Attachments;

/// <summary>What every chapter with attachments needs.</summary>
public static class AttachmentServices
{
    public static IServiceCollection AddAttachments(this IServiceCollection services) => services.AddSingleton<AttachmentBlobs>();
}
