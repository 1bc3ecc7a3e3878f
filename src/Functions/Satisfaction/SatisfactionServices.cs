using Dfm.Functions.Satisfaction.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Satisfaction;

public static class SatisfactionServices
{
    public static IServiceCollection AddSatisfaction(this IServiceCollection services) => services.AddSingleton<TableSatisfactionStore>();
}
