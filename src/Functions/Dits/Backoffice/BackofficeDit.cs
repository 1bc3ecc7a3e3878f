using System.Text.Json;
using System.Text.Json.Nodes;
using Dfm.Core.Dits;
using Dfm.Functions.Http;

namespace Dfm.Functions.Dits.Backoffice;

/// <summary>A line of the staff's queue as the API shows it: the summary, whose it is, and the desk's deadline.</summary>
internal static class BackofficeDit
{
    /// <summary>The line.</summary>
    public static JsonObject Of(StaffQueueItem item)
    {
        var line = JsonSerializer.SerializeToNode(item.Dit, PortalJson.Options)!.AsObject();
        line["customer"] = item.Customer.Value;
        line["customerName"] = item.CustomerName;
        line["dueAt"] = JsonSerializer.SerializeToNode(item.DueAt, PortalJson.Options);
        return line;
    }
}
