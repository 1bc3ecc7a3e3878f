using Dfm.LocalHost.Contract;
using Dfm.LocalHost.Durable;
using Dfm.LocalHost.Mail;
using Dfm.LocalHost.ServiceBus;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Dfm.LocalHost;

/// <summary>What the local host serves itself: the mailbox, and the pages below <c>/local</c>.</summary>
internal sealed class LocalPages(DurableHost durable, BusAccount account, IConfiguration configuration)
{
    private const string Instance = "LocalHost:Instance";

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMailbox();
        endpoints.MapQueuePages(account);
        endpoints.MapOrchestrationPages(() => durable.Client ?? throw new InvalidOperationException("There are no orchestrators."));
        endpoints.MapContract(configuration);
        // Tells whoever started this process that it is this one which answers, and not another program on the same port.
        endpoints.MapGet(
            "/local/instance", () => configuration[Instance] is { Length: > 0 } name ? Results.Text(name) : Results.NotFound());
    }
}
