using Azure.Data.Tables;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Dits;

/// <summary>The staff's queue of DITs, in the table <c>DitQueues</c>.</summary>
internal sealed class DitQueue(TableServiceClient tables, ICustomerStore customers) : IStaffQueue
{
    private readonly StaffQueue<StaffQueueItem> queue = new(tables, customers, TableNames.DitQueues);

    public Task File(DitStory story, DitState? from, CancellationToken cancellationToken) => queue.File(
        story.Raised.Number.Sequence,
        story.Raised.Customer,
        Place(story, story.State),
        from is { } left ? Place(story, left) : null,
        name => Item(story, name),
        cancellationToken);

    public Task<StaffQueuePage<StaffQueueItem>> List(DitState state, string? after, int limit, CancellationToken cancellationToken) =>
        queue.List(state.ToString(), state.IsOpen(), after, limit, cancellationToken);

    public Task<CustomerId?> CustomerOf(DitNumber number, CancellationToken cancellationToken) =>
        queue.CustomerOf(number.Sequence, cancellationToken);

    /// <summary>The DIT's place in the queue, under the state that it has come to.</summary>
    internal static TableEntity Row(DitStory story, string customerName) =>
        StaffQueue<StaffQueueItem>.Row(Place(story, story.State), Item(story, customerName));

    private static StaffQueueItem Item(DitStory story, string customerName)
    {
        var now = story.Raised with { State = story.State, Visit = story.Last.Visit };
        return new(now.Customer, customerName, now.RemindAt, DitSummary.Of(now));
    }

    private static QueuePlace Place(DitStory story, DitState state) => state.IsOpen()
        ? QueuePlace.Due(state.ToString(), story.Raised.RemindAt, story.Raised.Number.Sequence)
        : QueuePlace.Ended(state.ToString(), story.Last.At, story.Raised.Number.Sequence);
}
