using Azure.Data.Tables;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Orders;

/// <summary>
/// Approvals in the table <c>Orders</c>, between the carts that they come from and the orders that come of them: a row <c>p-{number}</c>,
/// one in the list of the state, of the requester, and of both, and a journal of rows <c>pj-{number}-{version}</c>.
/// </summary>
internal sealed class ApprovalTable(TableServiceClient tables) : IApprovalStore
{
    private readonly LifecycleTable table = new(tables, TableNames.Orders);

    public async Task<Stored<Approval>?> Find(CustomerId customer, ApprovalNumber number, CancellationToken cancellationToken)
    {
        var row = await table.Row(customer, Key(number), cancellationToken);
        return row is null ? null : new(row.Read<Approval>(RowJson.Data), row.ETag.ToString());
    }

    public Task<Page<ApprovalSummary>> List(
        CustomerId customer, UserId? requestedBy, ApprovalState? state, long? before, int limit, CancellationToken cancellationToken) =>
        table.ListOf<ApprovalSummary>(customer, ListKey(requestedBy, state), before, limit, cancellationToken);

    public Task<SaveOutcome> Submit(Approval submitted, Cart left, FirstAnswer? answer, CancellationToken cancellationToken)
    {
        var rows = new Rows(submitted, Guid.NewGuid());
        return table.Submit(rows.Line, rows.Added(left), answer, cancellationToken);
    }

    public Task<SaveOutcome> Save(Stored<Approval> current, ApprovalChange change, Cart? cart, CancellationToken cancellationToken)
    {
        var rows = new Rows(change.Approval, Guid.NewGuid());
        return table.Submit(rows.Line, rows.Changed(current, change.Placed, cart), null, cancellationToken);
    }

    /// <summary>Begins the keys of an approval's journal.</summary>
    internal static string JournalOf(ApprovalNumber number) => $"pj-{LifecycleKeys.Newest(number.Sequence)}-";

    private static string Key(ApprovalNumber number) => ListKey(null, null) + LifecycleKeys.Newest(number.Sequence);

    private static string ListKey(UserId? requestedBy, ApprovalState? state) => (requestedBy, state) switch
    {
        (null, null) => "p-",
        ({ } user, null) => $"pu-{user}~",
        (null, { } only) => $"pt-{only}~",
        ({ } user, { } only) => $"put-{only}~{user}~",
    };

    /// <summary>What is stored of an approval after the command of this id.</summary>
    internal sealed record Rows(Approval Approval, Guid Command)
    {
        /// <summary>The command's line in the journal.</summary>
        public JournalLine Line { get; } = JournalLine.Of(
            Approval.Customer, $"{JournalOf(Approval.Number)}{Approval.Version:D6}", ApprovalEntry.LastOf(Approval), Command);

        /// <summary>
        /// Stores a new one: itself, its journal's first line, its rows in the lists, the start of its lifecycle, and what is left of the cart.
        /// </summary>
        public IEnumerable<TableTransactionAction> Added(Cart left) =>
        [
            RowActions.Insert(Itself()),
            RowActions.Insert(Line.Row),
            .. Lists().Select(RowActions.Insert),
            Outbox(ApprovalLifecycle.Start(Approval)),
            .. WriteCart(left),
        ];

        /// <summary>Stores what a command made of it, on condition that it still stands as it was read.</summary>
        public IEnumerable<TableTransactionAction> Changed(Stored<Approval> current, IReadOnlyList<OrderChange> placed, Cart? cart) =>
        [
            RowActions.Replace(Itself(), current.Mark),
            RowActions.Insert(Line.Row),
            .. ListsByState(current.Value).Select(RowActions.Delete),
            .. Lists().Select(RowActions.Upsert),
            Outbox(ApprovalLifecycle.Signal(Approval)),
            .. placed.SelectMany(one => OrderTable.Placing(one, Command)),
            .. cart is null ? [] : WriteCart(cart),
        ];

        private TableEntity Itself() => Listed(Approval, ListKey(null, null)).With(RowJson.Data, RowJson.Text(Approval));

        private IEnumerable<TableEntity> Lists() => [Listed(Approval, ListKey(Approval.RequestedBy.User, null)), .. ListsByState(Approval)];

        private static IEnumerable<TableEntity> ListsByState(Approval one) =>
            [Listed(one, ListKey(null, one.State)), Listed(one, ListKey(one.RequestedBy.User, one.State))];

        private static TableEntity Listed(Approval one, string list) =>
            new(one.Customer.Value, list + LifecycleKeys.Newest(one.Number.Sequence))
            {
                [LifecycleRows.SummaryColumn] = RowJson.Text(ApprovalSummary.Of(one)),
            };

        private TableTransactionAction Outbox(OutboxEffect effect) => RowActions.Insert(
            new TableEntity(Approval.Customer.Value, LifecycleKeys.Outbox(Approval.Number.Sequence, Approval.Version))
                .With(RowJson.Data, RowJson.Text(effect)));

        private IEnumerable<TableTransactionAction> WriteCart(Cart cart) =>
            CartTable.Write(Approval.Customer, Approval.RequestedBy.User, cart) is { } write ? [write] : [];
    }
}
