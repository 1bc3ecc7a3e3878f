using Dfm.LocalHost.Durable;
using Dfm.LocalHost.Mail;
using Dfm.LocalHost.ServiceBus;
using Microsoft.AspNetCore.Routing;

namespace Dfm.LocalHost;

/// <summary>What the local host serves itself: the mailbox, and the pages below <c>/local</c>.</summary>
internal sealed class LocalPages(DurableHost durable, BusAccount account)
{
    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMailbox();
        endpoints.MapQueuePages(account);
        endpoints.MapOrchestrationPages(() => durable.Client ?? throw new InvalidOperationException("There are no orchestrators."));
    }
}
