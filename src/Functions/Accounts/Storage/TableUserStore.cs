using Azure;
using Azure.Data.Tables;
using Dfm.Functions.Commands;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Accounts.Storage;

/// <summary>
/// Users in the table <c>Users</c>, each in its customer's partition: the rows <c>u-{user}</c>, and <c>all</c> with what is true of all of them
/// together, which each change of one writes too. The table <c>MailAddresses</c> tells whose an address is: a partition for each address, a row
/// for each user.
/// </summary>
public sealed class TableUserStore(TableServiceClient service) : IUserStore
{
    /// <summary>Begins the keys of users.</summary>
    public const string UserRows = "u-";

    /// <summary>The key of what is true of all of them.</summary>
    public const string AllRow = "all";

    private const string State = "State";
    private const string RightsColumn = "Rights";
    private const string FormerNames = "FormerNames";
    private const string FormerContacts = "FormerContacts";
    private const int Races = 50;

    private const int MostOfOneAddress = 20;

    private readonly TableClient table = service.GetTableClient(TableNames.Users);
    private readonly TableClient addresses = service.GetTableClient(TableNames.MailAddresses);

    public async Task<Account?> Find(CustomerId customer, UserId user, CancellationToken cancellationToken) =>
        await table.FindRow(customer.Value, UserRows + user, cancellationToken) is { } row ? ToAccount(row) : null;

    public async Task<IReadOnlyList<Account>> List(CustomerId customer, CancellationToken cancellationToken)
    {
        var found = new List<Account>();
        await foreach (var row in table.All(customer.Value, UserRows, columns: null, cancellationToken)) found.Add(ToAccount(row));
        return [.. found.OrderBy(one => one.Name, StringComparer.Ordinal).ThenBy(one => one.User.Value, StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<Person>> Supervisors(CustomerId customer, CancellationToken cancellationToken) =>
        ToAll(await table.FindRow(customer.Value, AllRow, cancellationToken)).Supervisors;

    public async Task<IReadOnlyList<Account>> FindByEmail(string email, CancellationToken cancellationToken)
    {
        var rows = await addresses.First(AddressKey(email), "", null, MostOfOneAddress, ["RowKey"], cancellationToken);
        var found = await Task.WhenAll(rows.Select(row => row.RowKey.Split('~')).Select(
            key => Find(CustomerId.Parse(key[0]), UserId.Parse(key[1]), cancellationToken)));
        return [.. found.OfType<Account>().Where(one => one.State is AccountState.Active && one.Email.Equals(email, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>
    /// Lets a user be found by the mail address. The row of an earlier address stays: whoever finds it compares it with the user as it is.
    /// </summary>
    public Task NoteAddress(Account user, CancellationToken cancellationToken) => addresses.UpsertEntityAsync(
        new TableEntity(AddressKey(user.Email), $"{user.Customer}~{user.User}"), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Lets nobody be found by an address any more. Idempotent.</summary>
    public Task ForgetAddress(CustomerId customer, UserId user, string email, CancellationToken cancellationToken) =>
        addresses.DeleteEntityAsync(AddressKey(email), $"{customer}~{user}", ETag.All, cancellationToken);

    public async Task Save(Account account, CancellationToken cancellationToken)
    {
        await NoteAddress(account, cancellationToken);
        await Change(
            account.Customer,
            account.User,
            known => known is null ? account : account with { State = known.State, Rights = known.Rights },
            cancellationToken);
    }

    /// <summary>Deactivates a user who is another customer's now, for the import.</summary>
    public Task Close(Account account, CancellationToken cancellationToken) => Change(
        account.Customer, account.User, known => (known ?? account).Deactivate(), cancellationToken);

    /// <summary>Notes that a person who was invited has set a password. Idempotent.</summary>
    public Task Activate(CustomerId customer, UserId user, CancellationToken cancellationToken) =>
        Change(customer, user, known => known?.Activate(), cancellationToken);

    /// <summary>A user with all others: two point reads.</summary>
    public async Task<LoadedUser> Load(CustomerId customer, UserId user, CancellationToken cancellationToken)
    {
        var rows = await Task.WhenAll(
            table.FindRow(customer.Value, UserRows + user, cancellationToken), table.FindRow(customer.Value, AllRow, cancellationToken));
        return new(rows[0] is { } row ? ToAccount(row) : null, rows[0]?.ETag.ToString(), ToAll(rows[1]), rows[1]);
    }

    /// <summary>Stores what became of a user, on condition that nothing has changed since it was loaded.</summary>
    public static void Write(UnitOfWork unit, LoadedUser before, Account after, CustomerUsers all)
    {
        unit.Write(RowActions.Put(RowOf(before.User is { } known ? after.Succeeding(known) : after), before.UserVersion));
        var ofAll = new TableEntity(after.Customer.Value, AllRow).With(RowJson.Data, RowJson.Text(all));
        unit.Write(ofAll, before.AllRow?.ETag.ToString(), CommandIds.Of(before.AllRow));
    }

    /// <summary>Takes a user away for good, on condition that nothing has changed since it was loaded.</summary>
    public static IEnumerable<TableTransactionAction> Removal(Account user, LoadedUser loaded) =>
    [
        new(TableTransactionActionType.Delete, RowOf(user), new ETag(loaded.UserVersion!)),
        RowActions.Replace(
            new TableEntity(user.Customer.Value, AllRow).With(RowJson.Data, RowJson.Text(loaded.All.Without(user.User))), $"{loaded.AllRow!.ETag}"),
    ];

    /// <summary>A user's own row.</summary>
    public static TableEntity RowOf(Account account)
    {
        var row = AccountRows.Of(account.Customer.Value, UserRows + account.User, account);
        row[State] = account.State.ToString();
        row[RightsColumn] = string.Join(' ', account.Rights);
        row[FormerNames] = string.Join('\n', account.FormerNames);
        row[FormerContacts] = string.Join('\n', account.FormerContacts);
        return row;
    }

    /// <summary>A hash, so that no key (which clients log) reveals a person.</summary>
    private static string AddressKey(string email) => Secrets.Hash(email.ToLowerInvariant());

    private async Task Change(CustomerId customer, UserId user, Func<Account?, Account?> become, CancellationToken cancellationToken)
    {
        for (var race = 0; race < Races; race++)
        {
            var loaded = await Load(customer, user, cancellationToken);
            if (become(loaded.User) is not { } after || after == loaded.User) return;
            var unit = new UnitOfWork(customer.Value, Guid.NewGuid());
            Write(unit, loaded, after, loaded.All.With(loaded.User, after));
            try
            {
                await table.SubmitTransactionAsync(unit.Actions(), cancellationToken);
                return;
            }
            catch (TableTransactionFailedException conflict) when (conflict.Status is 404 or 409 or 412)
            {
                // Somebody has changed a user of the same customer in between.
            }
        }

        throw new TimeoutException("Users of the same customer were changed at every try.");
    }

    private static Account ToAccount(TableEntity row) => AccountRows.ToAccount(row) with
    {
        State = Enum.Parse<AccountState>(row.GetString(State)),
        Rights = [.. row.GetString(RightsColumn).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Right>)],
        FormerNames = Lines(row.GetString(FormerNames)),
        FormerContacts = Lines(row.GetString(FormerContacts)),
    };

    private static string[] Lines(string? column) => column?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static CustomerUsers ToAll(TableEntity? row) => row?.Read<CustomerUsers>(RowJson.Data) ?? CustomerUsers.None;
}

/// <summary>A user as it was read.</summary>
/// <param name="User">Null when there is none.</param>
/// <param name="UserVersion">The version of its row.</param>
/// <param name="All">What is true of all users of the customer.</param>
/// <param name="AllRow">Its row; null before the first user.</param>
public sealed record LoadedUser(Account? User, string? UserVersion, CustomerUsers All, TableEntity? AllRow);
