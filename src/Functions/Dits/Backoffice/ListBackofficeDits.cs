using Dfm.Core.Dits;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Dits.Backoffice;

/// <summary>The staff's queue: the DITs in one state, across customers; what awaits planning unless told otherwise.</summary>
/// <param name="queue">The queue.</param>
public sealed class ListBackofficeDits(IStaffQueue queue)
{
    /// <summary>A page of the queue. Open states: the most pressing first. Final states: the last ended first.</summary>
    [Function(nameof(ListBackofficeDits))]
    [Audience(Audience.Staff, Scope = "dits.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/dits")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(request);
        if (!page.IsSuccess) return page.Problem.ToHttp();
        var state = Lists.State<DitState>(request);
        if (!state.IsSuccess) return state.Problem.ToHttp();
        string? after = null;
        if (page.Value.Cursor is { } cursor && !Cursor.TryRead(cursor, out after)) return Cursor.Bad.ToHttp();
        var listed = await queue.List(state.Value ?? DitState.AwaitingPlanning, after, page.Value.Limit, cancellationToken);
        var next = listed.Next is { } key ? Cursor.At(key) : null;
        return Results.Json(new { Items = listed.Items.Select(BackofficeDit.Of), NextCursor = next }, PortalJson.Options);
    }
}
