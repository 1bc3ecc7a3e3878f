using Dfm.Functions.Accounts;
using Dfm.Functions.Approvals;
using Dfm.Functions.Attachments;
using Dfm.Functions.Carts;
using Dfm.Functions.Catalogue;
using Dfm.Functions.Commands;
using Dfm.Functions.Contact;
using Dfm.Functions.Dits;
using Dfm.Functions.Health;
using Dfm.Functions.Http;
using Dfm.Functions.Inbound;
using Dfm.Functions.Invoices;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Mail;
using Dfm.Functions.Meters;
using Dfm.Functions.Orders;
using Dfm.Functions.Outbox;
using Dfm.Functions.Parc;
using Dfm.Functions.Privacy;
using Dfm.Functions.Retention;
using Dfm.Functions.Satisfaction;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Functions.Telemetry;
using Dfm.Functions.Usage;
using Dfm.Functions.Users;
using Dfm.Functions.Webhooks;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions;

/// <summary>The composition of the function app, the same for the process and for tests.</summary>
public static class PortalHost
{
    /// <summary>The app, ready to build; the caller may still add configuration and replace services.</summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        // Settings come from the environment: there is no file to watch for them.
        var builder = FunctionsApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<SecurityHeadersMiddleware>();
        builder.UseMiddleware<ProblemMiddleware>();
        builder.UseMiddleware<AuthorisationMiddleware>();
        builder.UseMiddleware<ContentEncodingMiddleware>();

        // Its telemetry of every attempt says nothing that a mail's own line does not.
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        // Its line about each request holds the query string, and with it what somebody searched for.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.ConfigureHttpJsonOptions(json => PortalJson.Configure(json.SerializerOptions));
        builder.Services.AddSingleton(_ => AudienceRules.Of(typeof(PortalHost).Assembly));
        builder.Services.AddTelemetry(builder.Configuration);
        builder.Services.AddHostedService<PortalStartup>();
        builder.Services.AddSingleton<Readiness>();
        builder.Services
            .AddStorageClients()
            .AddAccounts()
            .AddUsers()
            .AddUsage()
            .AddParc()
            .AddLifecycles()
            .AddAttachments()
            .AddDits()
            .AddCatalogue()
            .AddCarts()
            .AddApprovals()
            .AddOrders()
            .AddMeters()
            .AddInvoices()
            .AddContact()
            .AddSatisfaction()
            .AddCommands()
            .AddOutbox()
            .AddMail()
            .AddInbound()
            .AddWebhooks()
            .AddRetention()
            .AddPrivacy();
        return builder;
    }
}
