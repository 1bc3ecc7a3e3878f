using Azure;
using Azure.Data.Tables;
using Dfm.Core.Privacy;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Approvals.Storage;
using Dfm.Functions.Carts.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Contact.Storage;
using Dfm.Functions.Meters.Storage;
using Dfm.Functions.Privacy.Commands;
using Dfm.Functions.Privacy.Storage;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Functions.Usage.Storage;

namespace Dfm.Functions.Privacy.Lifecycle;

/// <summary>
/// Activity: puts the pseudonym in place of the person in all rows of the customer, in each table: aggregates, journals, lists, kept responses,
/// effects that wait, the journal of use. What is the person's alone is deleted. Idempotent: what it has done it does not find again.
/// </summary>
public sealed class ForgetRows(TableServiceClient tables, TableErasureStore erasures)
{
    [Function(nameof(ForgetRows)), Audience(Audience.Platform)]
    public async Task Run([ActivityTrigger] ErasureInput input, CancellationToken cancellationToken)
    {
        if (await erasures.Find(input.Customer, input.Id, cancellationToken) is not var (erasure, _)) return;
        if (erasure.ToPseudonymisation() is not { } person) return;
        foreach (var table in TableNames.WithOutbox) await Forget(table);
        await foreach (var month in UsageTables.List(tables, cancellationToken)) await Forget(month);

        async Task Forget(string name)
        {
            var table = tables.GetTableClient(name);
            await foreach (var row in table.All(input.Customer.Value, "", columns: null, cancellationToken))
                await Rewrite(name, table, row, erasure, person, cancellationToken);
        }
    }

    private static Task Rewrite(
        string name, TableClient table, TableEntity row, Erasure erasure, Pseudonymisation person, CancellationToken cancellationToken)
    {
        var (key, user) = (row.RowKey, erasure.Person!.User);
        return name switch
        {
            // The users themselves, and this very erasure, come last, together.
            TableNames.Users when IsOfUsers(key) => Task.CompletedTask,
            TableNames.Users when key.StartsWith(IdempotencyRecord.Prefix, StringComparison.Ordinal) => DeleteIf(Names(row, user) || Concerns()),
            TableNames.Meters when key.StartsWith(TableMeterSettings.ResponsibleRows, StringComparison.Ordinal) => DeleteIf(Concerns()),
            TableNames.Orders when key == TableCartStore.Key(user) => DeleteIf(true),
            TableNames.Orders when TableApprovalStore.KeyOfAnother(key, user, erasure.Pseudonym.User) is { } other => Move(other),
            TableNames.ContactRequests when Concerns() => ForgetListed(),
            _ => table.Forget(row, person, cancellationToken),
        };

        bool Concerns() => row.Without(person) is not null;

        Task DeleteIf(bool isPersons) =>
            isPersons ? table.DeleteEntityAsync(row.PartitionKey, key, ETag.All, cancellationToken) : Task.CompletedTask;

        // The staff's list first: by the request's own row it is found again, should this be broken off.
        async Task ForgetListed()
        {
            await table.Forget(TableContactStore.AllCustomers, key, person, cancellationToken);
            await table.Forget(row, person, cancellationToken);
        }

        Task Move(string other)
        {
            var moved = new TableEntity(row.Without(person) ?? row) { RowKey = other };
            return table.SubmitTransactionAsync([RowActions.Upsert(moved), RowActions.Delete(row)], cancellationToken);
        }
    }

    private static bool IsOfUsers(string key) =>
        key == TableUserStore.AllRow
        || key.StartsWith(TableUserStore.UserRows, StringComparison.Ordinal)
        || key.StartsWith(TableErasureStore.Prefix, StringComparison.Ordinal);

    /// <summary>Whether the response to a request about users names this one by its id.</summary>
    private static bool Names(TableEntity row, UserId user) =>
        row.Texts().Any(column => column.Value.Contains($"\"{user}\\\"", StringComparison.Ordinal) || column.Value.Contains($"\"{user}\"", StringComparison.Ordinal));
}
