using Dfm.Functions.Accounts.Commands;
using Dfm.Functions.Accounts.Effects;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Outbox;
using Dfm.Functions.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Accounts;

public static class AccountsServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSignatures();
        services.AddSingleton<IAccountStore, TableAccountStore>();
        services.AddSingleton<TableUserStore>();
        services.AddSingleton<IUserStore>(provider => provider.GetRequiredService<TableUserStore>());
        services.AddSingleton<ICustomerStore, TableCustomerStore>();
        services.AddSingleton<IApiKeyStore, TableApiKeyStore>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<PasswordTokens>();
        services.AddSingleton<PasswordCommandHandler>();
        services.AddSingleton<IEffectHandler, PasswordLinkEffect>();
        services.AddSingleton<IEffectHandler, UserEffect>();
        services.AddSingleton<IEffectHandler, ActivationEffect>();
        services.AddSingleton<AttemptGate>();
        services.AddSingleton<DeviceCookie>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<ApiKeyCheck>();
        services.AddSingleton<ClientAddress>();
        return services;
    }
}
