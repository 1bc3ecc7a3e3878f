using Azure;
using Azure.Data.Tables;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using static Dfm.Functions.Accounts.Storage.AccountRows;

namespace Dfm.Functions.Accounts.Storage;

/// <summary>
/// Accounts in the table <c>Accounts</c>. Partition: a hash of the identifier, so that no key (which clients log) reveals a person. Rows:
/// <c>account</c>, <c>attempts</c>, <c>attempts-{device}</c>, <c>password-link</c> and <c>session-{id}</c>; the failures from an address are in
/// <c>address-{HMAC}</c>, <c>attempts</c>. What a row says of the person is a copy of the table <c>Users</c>.
/// </summary>
public sealed class TableAccountStore(TableServiceClient service) : IAccountStore
{
    private const string EndOfRows = "session.";
    private const string CommandColumn = "Command";

    // A transaction has at most 100 actions.
    private const int MostRemovals = 90;

    private static readonly string[] CommandAlone = [CommandColumn];

    private readonly TableClient table = service.GetTableClient(TableNames.Accounts);
    private readonly TableUserStore users = new(service);

    public string KeyOf(LoginIdentifier identifier) => Secrets.Hash(identifier.Value);

    public Task<SignInRecord> ReadForSignIn(LoginIdentifier identifier, CancellationToken cancellationToken) =>
        Read(KeyOf(identifier), cancellationToken);

    public async Task<SignInRecord> Read(string account, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {account} and RowKey ge {AccountRow} and RowKey lt {EndOfRows}");
        var found = new SignInRecord(null, null, SignInAttempts.None, null, []);
        var sessions = new List<Session>();
        var devices = new Dictionary<string, DeviceAttempts>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (row.RowKey == AccountRow)
                found = found with { Account = ToAccount(row), PasswordHash = row.GetString("PasswordHash"), AccountVersion = row.ETag.ToString() };
            else if (row.RowKey == LinkRow)
                found = found with { Link = row.Read<PasswordLink>(RowJson.Data), LinkVersion = row.ETag.ToString() };
            else if (row.RowKey == AttemptsRow) found = found with { Attempts = ToAttempts(row), AttemptsVersion = row.ETag.ToString() };
            else if (row.RowKey.StartsWith(DeviceRows, StringComparison.Ordinal))
                devices[row.RowKey[DeviceRows.Length..]] = new DeviceAttempts(ToAttempts(row), row.ETag.ToString());
            else if (row.RowKey.StartsWith(SessionRows, StringComparison.Ordinal)) sessions.Add(ToSession(row));
        }

        return found with { Sessions = sessions, Devices = devices };
    }

    public Task<bool> ReserveAttempt(
        AttemptCounter counter, SignInAttempts attempts, string? version, CancellationToken cancellationToken) =>
        Store(ToRow(KeyOf(counter.Identifier), attempts, counter.Device), version, cancellationToken);

    public Task<bool> StoreLink(string account, PasswordLink link, string? version, CancellationToken cancellationToken) =>
        Store(ToRow(account, link), version, cancellationToken);

    public async Task<bool> StoreSignIn(SignInChanges changes, CancellationToken cancellationToken)
    {
        var key = KeyOf(changes.Counter.Identifier);
        var verified = new TableEntity(key, AccountRow) { ["PasswordHash"] = changes.PasswordHash };
        List<TableTransactionAction> actions =
        [
            RowActions.Insert(ToRow(key, changes.Session)),
            RowActions.Merge(verified, new ETag(changes.AccountVersion)),
            RowActions.Upsert(ToRow(key, SignInAttempts.None, changes.Counter.Device)),
        ];
        var removals = changes.Ended.Select(old => SessionRows + old.Id).Concat(changes.IdleDevices.Select(RowOf))
            .Take(MostRemovals)
            .Select(row => RowActions.Delete(new TableEntity(key, row)))
            .ToList();
        if (await Submit([.. actions, .. removals])) return true;
        // One of the removals may have been deleted concurrently: they can wait for the next sign-in.
        return removals.Count > 0 && await Submit(actions);

        async Task<bool> Submit(IEnumerable<TableTransactionAction> signIn)
        {
            try
            {
                await table.SubmitTransactionAsync(signIn, cancellationToken);
                return true;
            }
            catch (TableTransactionFailedException e) when (e.Status is 404 or 409 or 412)
            {
                // The new session's id is random: it exists when this sign-in was stored and only the response was lost.
                return await table.FindRow(key, SessionRows + changes.Session.Id, cancellationToken) is not null;
            }
        }
    }

    public async Task<(Account? Account, Session? Session, string? Version)> ReadSession(
        string account, string sessionId, CancellationToken cancellationToken)
    {
        var rows = await Task.WhenAll(
            table.FindRow(account, AccountRow, cancellationToken),
            table.FindRow(account, SessionRows + sessionId, cancellationToken));
        var (ofAccount, ofSession) = (rows[0], rows[1]);
        return (
            ofAccount is null ? null : ToAccount(ofAccount),
            ofSession is null ? null : ToSession(ofSession),
            ofSession?.ETag.ToString());
    }

    public Task<bool> ReplaceSession(string account, Session session, string version, CancellationToken cancellationToken) =>
        Store(ToRow(account, session), version, cancellationToken);

    public Task EndSession(string account, string sessionId, CancellationToken cancellationToken) =>
        // The client treats a missing row as deleted.
        table.DeleteEntityAsync(account, SessionRows + sessionId, ETag.All, cancellationToken);

    public async Task<(SignInAttempts Attempts, string? Version)> ReadAddress(string address, CancellationToken cancellationToken)
    {
        var row = await table.FindRow(AddressKey(address), AttemptsRow, cancellationToken);
        return row is null ? (SignInAttempts.None, null) : (ToAttempts(row), row.ETag.ToString());
    }

    public Task<bool> StoreAddress(string address, SignInAttempts attempts, string? version, CancellationToken cancellationToken) =>
        Store(ToRow(AddressKey(address), attempts), version, cancellationToken);

    public async Task Save(Account account, string passwordHash, CancellationToken cancellationToken)
    {
        var key = KeyOf(account.Identifier);
        var known = await table.FindRow(key, AccountRow, cancellationToken);
        // First, so that nobody sees a customer's data for longer than they may.
        if (known is not null && ToAccount(known) is var before && before.Customer != account.Customer) await users.Close(before, cancellationToken);
        await users.Save(account, cancellationToken);
        var row = Of(key, AccountRow, account);
        row["PasswordHash"] = passwordHash;
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    public async Task<bool> Follow(Account user, CancellationToken cancellationToken)
    {
        var key = KeyOf(user.Identifier);
        var row = Of(key, AccountRow, user);
        var known = await Read(key, cancellationToken);
        if (known.Account is { } other && (other.Customer != user.Customer || other.User != user.User)) return false;
        // Whoever creates it at the same time is taken up by the outbox, which tries again.
        if (known.Account is null) await table.AddEntityAsync(row, cancellationToken);
        else await table.SubmitTransactionAsync([RowActions.Merge(row, new ETag(known.AccountVersion!)), .. LinkOf(known)], cancellationToken);
        if (!user.IsOpen) await Task.WhenAll(known.Sessions.Select(one => EndSession(key, one.Id, cancellationToken)));
        return true;

        // A link that went to another address is worth nothing any more.
        IEnumerable<TableTransactionAction> LinkOf(SignInRecord before) =>
            before.Link is { IsUsed: false } link && before.Account!.Email != user.Email
                ? [RowActions.Replace(ToRow(key, link with { IsUsed = true }), before.LinkVersion!)]
                : [];
    }

    private async Task<bool> Store(TableEntity row, string? version, CancellationToken cancellationToken)
    {
        var command = Guid.NewGuid();
        row[CommandColumn] = command;
        try
        {
            if (version is null) await table.AddEntityAsync(row, cancellationToken);
            else await table.UpdateEntityAsync(row, new ETag(version), TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            // The first try may have been stored and its response lost: then the row holds this command's id.
            var stands = await table.FindRow(row.PartitionKey, row.RowKey, cancellationToken, CommandAlone);
            return stands?.GetGuid(CommandColumn) == command;
        }
    }

    private static string AddressKey(string address) => "address-" + address;
}
