using Dfm.Core.Carts;
using Dfm.Functions.Carts.Commands;
using Dfm.Functions.Carts.Responses;
using Dfm.Functions.Carts.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Carts;

/// <summary>What carts need.</summary>
public static class CartServices
{
    /// <summary>Registers the store, the command handlers, and what shows carts.</summary>
    public static IServiceCollection AddCarts(this IServiceCollection services) => services
        .AddSingleton<TableCartStore>()
        .AddSingleton<ICartStore>(provider => provider.GetRequiredService<TableCartStore>())
        .AddSingleton<CartCommandHandler>()
        .AddSingleton<CheckoutCommandHandler>()
        .AddSingleton<CartResponses>();
}
