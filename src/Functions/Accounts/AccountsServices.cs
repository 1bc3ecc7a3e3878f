using Dfm.Core.Accounts;
using Dfm.Functions.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Accounts;

/// <summary>What the accounts need.</summary>
internal static class AccountsServices
{
    /// <summary>Registers the stores and the checks of accounts, customers and API keys.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddOptions<AuthOptions>().BindConfiguration("Auth").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IAccountStore, TableAccountStore>();
        services.AddSingleton<ICustomerStore, TableCustomerStore>();
        services.AddSingleton<IApiKeyStore, TableApiKeyStore>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<ApiKeyCheck>();
        services.AddSingleton<ClientAddress>();
        return services;
    }
}
