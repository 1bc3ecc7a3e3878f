using Dfm.Functions.Outbox;
using Dfm.Functions.Security;
using Dfm.Functions.Settings;
using Dfm.Functions.Storage;
using Dfm.Functions.Webhooks.Backoffice;
using Dfm.Functions.Webhooks.Delivery;
using Dfm.Functions.Webhooks.Publishing;
using Dfm.Functions.Webhooks.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dfm.Functions.Webhooks;

public static class WebhookServices
{
    /// <summary>Connections are made anew so often, and with them hosts resolved and checked.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(5);

    /// <summary>Registers stores, the queue, and the HTTP client that reaches receivers and nothing inside.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSettings<WebhookOptions>().AddServiceBusClient().AddSignatures();
        services.AddSingleton<TableWebhookStore>();
        services.AddSingleton<TableDeliveryStore>();
        services.AddSingleton<WebhookQueue>();
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<WebhookSubscriber>();
        services.AddSingleton<IEffectHandler, PublishEffect>();
        services.TryAddSingleton(Network.System);
        services.AddSingleton<OutsideConnections>();
        services.AddHttpClient(WebhookClient.ClientName)
            .ConfigureHttpClient(http => http.Timeout = WebhookClient.LongestSend)
            .UseSocketsHttpHandler((handler, provider) =>
            {
                handler.ConnectCallback = provider.GetRequiredService<OutsideConnections>().Open;
                // Each of these would go round the check of where a connection leads, or tell receivers more than the event.
                handler.AllowAutoRedirect = false;
                handler.UseProxy = false;
                handler.UseCookies = false;
                handler.ActivityHeadersPropagator = null;
                handler.ConnectTimeout = LongestConnect;
                handler.PooledConnectionLifetime = ConnectionLifetime;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services;
    }
}
