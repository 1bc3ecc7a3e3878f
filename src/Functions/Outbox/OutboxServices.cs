using Dfm.Functions.Settings;
using Dfm.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Outbox;

/// <summary>What the outbox needs.</summary>
public static class OutboxServices
{
    /// <summary>Registers its queue and settings, which are checked when the host starts.</summary>
    public static IServiceCollection AddOutbox(this IServiceCollection services) =>
        services.AddSettings<OutboxOptions>().AddServiceBusClient().AddSingleton<OutboxQueue>();
}
