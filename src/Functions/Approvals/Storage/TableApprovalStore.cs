using Azure.Data.Tables;
using Dfm.Core.Approvals;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Approvals.Storage;

/// <summary>Approvals in the table <c>Orders</c>, between the carts that they come from and the orders that come of them.</summary>
public sealed class TableApprovalStore(TableServiceClient tables) : IApprovalStore
{
    private readonly AggregateTable<Approval, ApprovalEntry> table = new(tables, Schema);

    /// <summary>An approval stands in the lists of its requester, its state, and both.</summary>
    public static AggregateSchema<Approval> Schema { get; } = new(TableNames.Orders, "p-", "pj-", Summary, Lists);

    public Task<Stored<Approval>?> Find(CustomerId customer, ApprovalNumber number, CancellationToken cancellationToken) =>
        table.Find(customer, number.Sequence, cancellationToken);

    public Task<Page<ApprovalSummary>> List(
        CustomerId customer, UserId? requestedBy, ApprovalState? state, long? before, int limit, CancellationToken cancellationToken) =>
        table.List<ApprovalSummary>(customer, ListKey(requestedBy, state), before, limit, cancellationToken);

    private static IEnumerable<KeyValuePair<string, string>> Lists(Approval approval)
    {
        var (user, summary) = (approval.RequestedBy.User, Summary(approval));
        string[] lists = [ListKey(user, null), ListKey(null, approval.State), ListKey(user, approval.State)];
        return lists.Select(list => KeyValuePair.Create(list, summary));
    }

    /// <summary>The row key in the lists of another requester; null for a row that stands in no list of <paramref name="from"/>'s.</summary>
    public static string? KeyOfAnother(string rowKey, UserId from, UserId to)
    {
        var lists = Enum.GetValues<ApprovalState>().Select(state => (ApprovalState?)state).Prepend(null);
        return lists.Where(state => rowKey.StartsWith(ListKey(from, state), StringComparison.Ordinal))
            .Select(state => ListKey(to, state) + rowKey[ListKey(from, state).Length..])
            .FirstOrDefault();
    }

    private static string ListKey(UserId? requestedBy, ApprovalState? state) => (requestedBy, state) switch
    {
        (null, null) => "p-",
        ({ } user, null) => $"pu-{user}~",
        (null, { } only) => $"pt-{only}~",
        ({ } user, { } only) => $"put-{only}~{user}~",
    };

    private static string Summary(Approval approval) => RowJson.Text(ApprovalSummary.Of(approval));
}
