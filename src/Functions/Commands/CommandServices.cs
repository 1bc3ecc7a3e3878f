using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Commands;

/// <summary>What commands need.</summary>
public static class CommandServices
{
    /// <summary>Registers the pipeline.</summary>
    public static IServiceCollection AddCommands(this IServiceCollection services) => services.AddSingleton<CommandPipeline>();
}
