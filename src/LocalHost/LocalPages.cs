using Dfm.LocalHost.Durable;
using Dfm.LocalHost.Mail;
using Microsoft.AspNetCore.Routing;

namespace Dfm.LocalHost;

/// <summary>What the local host serves itself: the mailbox, and the pages below <c>/local</c>.</summary>
internal sealed class LocalPages(DurableHost durable)
{
    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMailbox();
        endpoints.MapOrchestrationPages(() => durable.Client ?? throw new InvalidOperationException("There are no orchestrators."));
    }
}
