using Dfm.Core.Usage;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Functions.Usage.Storage;

namespace Dfm.Functions.Usage;

/// <summary>The journal of use of the Superviseur's own customer: who did what, on what, when.</summary>
public sealed class ListUsage(UsageJournal journal, TimeProvider clock)
{
    /// <summary>A page of a month (<c>?month=2026-11</c>, by default the present one, in UTC), newest first.</summary>
    [Function(nameof(ListUsage)), Audience(Audience.Supervisor)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "usage-journal")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(request);
        if (!page.IsSuccess) return page.Problem.ToHttp();
        var month = MonthRequest.Read(request, clock.GetUtcNow());
        if (!month.IsSuccess) return month.Problem.ToHttp();
        string? after = null;
        if (page.Value.Cursor is { } cursor && !Cursor.TryRead(cursor, out after)) return Cursor.Bad.ToHttp();
        var (items, next) = await journal.List(context.Caller().Customer, month.Value, after, page.Value.Limit, cancellationToken);
        return Results.Ok(new { Items = items.Select(UsageResponse.Of), NextCursor = next is null ? null : Cursor.At(next) });
    }

    /// <param name="Subject">The number or id of what it was done on; null where that is the person.</param>
    public sealed record UsageResponse(DateTimeOffset At, string By, string Action, string? Subject)
    {
        public static UsageResponse Of(UsageEntry entry) => new(entry.At, entry.By, entry.Action, entry.Subject);
    }
}
