using System.Text.Json;
using System.Text.Json.Nodes;
using Dfm.Functions.Http;
using Dfm.Functions.Storage;

namespace Dfm.Functions.StaffQueues;

/// <summary>Pages of the staff's queues as the API shows them.</summary>
public static class StaffQueueResponse
{
    /// <summary>The page that <c>?state=&amp;cursor=&amp;limit=</c> asks for.</summary>
    /// <param name="first">The state that is shown unless told otherwise.</param>
    public static async Task<IResult> Of<TNumber, TState, TSummary>(
        HttpRequest request, IStaffQueue<TNumber, TState, TSummary> queue, TState first, CancellationToken cancellationToken)
        where TNumber : struct, INumber<TNumber>
        where TState : struct, Enum
    {
        var asked = PageRequest.Read(request).And(Lists.State<TState>(request)).Then(query => After(query.First).Then<Query<TState>>(
            after => new Query<TState>(query.Second ?? first, after, query.First.Limit)));
        if (!asked.IsSuccess) return asked.Problem.ToHttp();
        var listed = await queue.List(asked.Value.State, asked.Value.After, asked.Value.Limit, cancellationToken);
        var next = listed.Next is { } key ? Cursor.At(key) : null;
        return Results.Json(new { Items = listed.Items.Select(Line), NextCursor = next }, PortalJson.Options);
    }

    private static Result<string?> After(PageRequest page)
    {
        if (page.Cursor is not { } cursor) return (string?)null;
        return Cursor.TryRead(cursor, out var after) ? after : Cursor.Bad;
    }

    /// <summary>The summary, with the customer and the staff's deadline beside its fields.</summary>
    private static JsonObject Line<TSummary>(StaffQueueItem<TSummary> item)
    {
        var line = JsonSerializer.SerializeToNode(item.Summary, PortalJson.Options)!.AsObject();
        line["customer"] = item.Customer.Value;
        line["customerName"] = item.CustomerName;
        line["dueAt"] = JsonSerializer.SerializeToNode(item.DueAt, PortalJson.Options);
        return line;
    }

    private sealed record Query<TState>(TState State, string? After, int Limit);
}
