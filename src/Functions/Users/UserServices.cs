using Dfm.Functions.Users.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Users;

public static class UserServices
{
    public static IServiceCollection AddUsers(this IServiceCollection services) => services.AddSingleton<UserCommandHandler>();
}
