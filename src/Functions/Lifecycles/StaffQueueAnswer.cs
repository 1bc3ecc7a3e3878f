using System.Text.Json;
using System.Text.Json.Nodes;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Functions.Http;
using Dfm.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace Dfm.Functions.Lifecycles;

/// <summary>Pages of the staff's queues as the API shows them.</summary>
internal static class StaffQueueAnswer
{
    /// <summary>The page that <c>?state=&amp;cursor=&amp;limit=</c> asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="first">The state that is shown unless told otherwise.</param>
    /// <param name="list">Reads a page: the state, where the last page ended, and how many.</param>
    /// <param name="line">What is shown of an item.</param>
    public static async Task<IResult> Of<TState, TItem>(
        HttpRequest request, TState first, Func<TState, string?, int, Task<StaffQueuePage<TItem>>> list, Func<TItem, JsonObject> line)
        where TState : struct, Enum
    {
        var page = PageRequest.Read(request);
        if (!page.IsSuccess) return page.Problem.ToHttp();
        var state = Lists.State<TState>(request);
        if (!state.IsSuccess) return state.Problem.ToHttp();
        string? after = null;
        if (page.Value.Cursor is { } cursor && !Cursor.TryRead(cursor, out after)) return Cursor.Bad.ToHttp();
        var listed = await list(state.Value ?? first, after, page.Value.Limit);
        var next = listed.Next is { } key ? Cursor.At(key) : null;
        return Results.Json(new { Items = listed.Items.Select(line), NextCursor = next }, PortalJson.Options);
    }

    /// <summary>A line of a queue: the summary, whose it is, and the desk's deadline.</summary>
    public static JsonObject Line<TSummary>(TSummary summary, CustomerId customer, string customerName, DateTimeOffset dueAt)
    {
        var line = JsonSerializer.SerializeToNode(summary, PortalJson.Options)!.AsObject();
        line["customer"] = customer.Value;
        line["customerName"] = customerName;
        line["dueAt"] = JsonSerializer.SerializeToNode(dueAt, PortalJson.Options);
        return line;
    }
}
