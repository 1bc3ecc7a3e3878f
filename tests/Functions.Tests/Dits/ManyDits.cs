using System.Globalization;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.StaffQueues;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Dits;

/// <summary>Fills the tables of DITs quickly, with the rows that the portal would have written in the end.</summary>
internal static class ManyDits
{
    private static readonly DateTimeOffset Raised = new(2026, 2, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Writes <paramref name="count"/> DITs of customer c1, numbered from 1, half of them planned, evenly over the printers p1 and p2: with
    /// all their rows in the lists and in the staff's queue, but without the rows by number that tell the staff whose a DIT is.
    /// </summary>
    public static async Task Write(StorageAccount account, int count)
    {
        var tables = new TableServiceClient(account.ConnectionString);
        var dits = Enumerable.Range(1, count).Select(Change).ToList();
        var lists = dits.SelectMany(change => ManyRows.Of(TableDitStore.Schema, change));
        var queue = new TableStaffQueue<DitNumber, DitState, DitSummary>(
            tables, new TableCustomerStore(tables), TableNames.DitQueues, DitStates.IsOpen);
        var queues = dits.Select(change => queue.Row(new DitLifecycleState(change.Dit, change.Transition!, false).QueueEntry(null), "Société c1"));
        await ManyRows.Write(tables.GetTableClient(TableNames.Dits), lists);
        foreach (var state in queues.GroupBy(row => row.PartitionKey))
            await ManyRows.Write(tables.GetTableClient(TableNames.DitQueues), state);
    }

    private static DitChange Change(int number)
    {
        var asset = number % 2 == 0
            ? TwoCustomers.Asset("p1", "c1", "s1", AssetKind.Printing)
            : TwoCustomers.Asset("p2", "c1", "s2", AssetKind.Printing);
        var at = Raised.AddMinutes(number);
        var request = new DitRequest(
            "PANNE", "Panne", null, string.Create(CultureInfo.InvariantCulture, $"Panne {number}"), Urgency.Standard, null, null, null);
        var person = new Person(UserId.Parse("claire"), "Personne claire", "claire@example.com");
        var raised = DitDecisions.Raise(DitNumber.Of(number), asset, request, person, at, at.AddDays(2), []);
        var plan = new PlanVisit(at, new Actor(ActorKind.Staff, "Service technique"), new Visit(at.AddDays(1), "Hugo Marchand"), null);
        return number % 4 < 2 ? raised : DitDecisions.Decide(raised.Dit, plan).Value;
    }
}
