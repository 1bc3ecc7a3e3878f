using Azure.Data.Tables;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Privacy.Commands;
using Dfm.Functions.Privacy.Storage;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Privacy.Lifecycle;

/// <summary>
/// Activity: deletes the account, then the user together with what the erasure knew of the person. Done twice, it finds nothing; broken off, it finds
/// the user, who tells which account it was.
/// </summary>
public sealed class CompleteErasure(
    TableServiceClient tables, TableErasureStore erasures, TableUserStore users, IAccountStore accounts, TimeProvider clock)
{
    [Function(nameof(CompleteErasure)), Audience(Audience.Platform)]
    public async Task Run([ActivityTrigger] ErasureInput input, CancellationToken cancellationToken)
    {
        if (await erasures.Find(input.Customer, input.Id, cancellationToken) is not var (erasure, row)) return;
        var loaded = erasure is { IsOfSender: false, Person: { } person } ? await users.Load(input.Customer, person.User, cancellationToken) : null;
        if (loaded?.User is { } user) await DeleteAccount(user, cancellationToken);
        var ended = RowActions.Replace(TableErasureStore.RowOf(erasure.End(clock.GetUtcNow())), $"{row.ETag}");
        var removal = loaded?.User is { } gone ? TableUserStore.Removal(gone, loaded) : [];
        await tables.GetTableClient(TableNames.Users).SubmitTransactionAsync([.. removal, ended], cancellationToken);
    }

    /// <summary>The sessions, links and counters of the account; not of another user who signs in with the same identifier.</summary>
    private async Task DeleteAccount(Account user, CancellationToken cancellationToken)
    {
        var key = accounts.KeyOf(user.Identifier);
        if ((await accounts.Read(key, cancellationToken)).Account is { } known && (known.Customer, known.User) != (user.Customer, user.User)) return;
        var table = tables.GetTableClient(TableNames.Accounts);
        var rows = await table.All(key, "", ["PartitionKey", "RowKey"], cancellationToken).ToListAsync(cancellationToken);
        await table.Import([], rows, cancellationToken);
    }
}
