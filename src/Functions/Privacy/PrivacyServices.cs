using Dfm.Functions.Privacy.Commands;
using Dfm.Functions.Privacy.Export;
using Dfm.Functions.Privacy.Storage;
using Dfm.Functions.Settings;
using Dfm.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Privacy;

public static class PrivacyServices
{
    public static IServiceCollection AddPrivacy(this IServiceCollection services) => services
        .AddSettings<PrivacyOptions>()
        .AddSingleton<TableErasureStore>()
        .AddSingleton<ErasureCommandHandler>()
        .AddSingleton<PersonalData>()
        .AddSingleton<DeadLetters>();
}
