using Dfm.Core.Catalogue;
using Dfm.Functions.Catalogue.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Catalogue;

public static class CatalogueServices
{
    public static IServiceCollection AddCatalogue(this IServiceCollection services) =>
        services.AddSingleton<IConsumableStore, TableConsumableStore>();
}
