using Dfm.Core.Notifications;
using Dfm.Functions.Mail.Failures;
using Dfm.Functions.Security;
using Dfm.Functions.Settings;
using Dfm.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using SendGrid;

namespace Dfm.Functions.Mail;

/// <summary>All that mails need: the queue they are asked on, the templates, SendGrid, and the record of what was sent.</summary>
public static class MailServices
{
    /// <summary>How often one request to SendGrid is tried: then its message waits on the queue.</summary>
    public const int Tries = 3;

    /// <summary>A call of SendGrid, retries and pauses included, ends within this time, well before the mail's claim expires.</summary>
    public static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(10);

    /// <summary>So that two pauses leave half of <see cref="LongestSend"/> for the tries.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Registers them. The settings are checked when the host starts.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddSettings<MailOptions>().AddSettings<SendGridOptions>().AddSettings<PortalOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMessageRetries();
        services.AddSignatures();
        services.AddSingleton<MailQueue>();
        services.AddSingleton<IMailQueue>(provider => provider.GetRequiredService<MailQueue>());
        services.AddSingleton<MailRenderer>();
        services.AddSingleton<ReplyAddresses>();
        services.AddSingleton<SatisfactionLinks>();
        services.AddSingleton<VisitCalendar>();
        services.AddSingleton<SentMails>();
        services.AddSingleton<SendGridMailer>();
        services.AddSingleton<MailFiles>();
        services.AddSingleton<MailErasure>();
        services.AddSingleton<IMailFailureStore, TableMailFailures>();
        AddSendGrid(services);
        return services;
    }

    /// <summary>
    /// One pooled HTTP client. SendGrid's own retries do not apply to an injected client and never answer a 429, so these stand here.
    /// The client logs nothing: SendEmail does, without the recipient.
    /// </summary>
    private static void AddSendGrid(IServiceCollection services)
    {
        services.AddHttpClient(nameof(SendGrid))
            // Not the pipeline's matter: it is done with a response once it has the headers, and a body that never ends would go on.
            .ConfigureHttpClient(http => http.Timeout = LongestSend)
            .UseSocketsHttpHandler((handler, _) => handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .AddResilienceHandler("retries", pipeline =>
            {
                // Connections live in real time, whatever clock the portal keeps.
                pipeline.TimeProvider = TimeProvider.System;
                pipeline.AddRetry(Retry()).AddTimeout(LongestTry);
            });
        services.AddSingleton<ISendGridClient>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<SendGridOptions>>().Value;
            var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(SendGrid));
            return new SendGridClient(http, new SendGridClientOptions { ApiKey = options.ApiKey, Host = options.Host });
        });
    }

    /// <summary>429, 408, 5xx, time-outs and broken connections: again after 1 s and 2 s, or as Retry-After says, within bounds.</summary>
    private static HttpRetryStrategyOptions Retry() => new()
    {
        MaxRetryAttempts = Tries - 1,
        BackoffType = DelayBackoffType.Exponential,
        Delay = TimeSpan.FromSeconds(1),
        UseJitter = true,
        ShouldRetryAfterHeader = false, // It knows no bound; ours, below, does.
        DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome.Result)),
    };

    /// <summary>What the response asks for, at most five seconds; null for the usual pause.</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage? response) => response?.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta < LongestPause ? delta : LongestPause,
        { Date: not null } => LongestPause,
        _ => null,
    };
}
