using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Dfm.Core.Approvals;
using Dfm.Core.Attachments;
using Dfm.Core.Contact;
using Dfm.Core.Dits;
using Dfm.Core.Inbound;
using Dfm.Core.Meters;
using Dfm.Core.Orders;
using Dfm.Core.Privacy;
using Dfm.Functions.Approvals.Storage;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Inbound.Storage;
using Dfm.Functions.Orders.Storage;
using Dfm.Functions.Storage;
using Dfm.Functions.Usage.Storage;
using Dfm.Functions.Users.Responses;

namespace Dfm.Functions.Privacy.Export;

/// <summary>A part of what is kept about a person.</summary>
/// <param name="Name">Of its files.</param>
public sealed record PersonalSection(string Name, IReadOnlyList<object> Items);

/// <summary>Whose data are exported.</summary>
/// <param name="Email">What was written by mail came from there.</param>
/// <param name="Account">Null for somebody who has written by mail and has none.</param>
public sealed record ExportedPerson(CustomerId Customer, UserId User, string Email, Account? Account)
{
    public static ExportedPerson Of(Account account) => new(account.Customer, account.User, account.Email, account);

    /// <summary>Under which the person's mails were filed where they came from no account; null where that is another user.</summary>
    public UserId? MailUser { get; init; }

    public static ExportedPerson Of(CustomerId customer, MailSender sender) => new(customer, sender.User, sender.Email, null);

    /// <summary>Whether what has this author is the person's.</summary>
    public bool Is(UserId? author) => author is not null && (author == User || author == MailUser);
}

/// <summary>
/// Everything that is kept about a person, a section after the other: what the person has made or done is found by the user's id, and what is
/// older than the ids in journals, by the name. There is no list of it, so it reads all of the customer's partitions; of what it reads, one section is held at a time.
/// </summary>
public sealed class PersonalData(TableServiceClient tables, IAccountStore accounts, IUserStore users, UsageJournal usage)
{
    private const int UsagePage = 1000;

    public async IAsyncEnumerable<PersonalSection> Read(ExportedPerson asked, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (customer, files, sender) = (asked.Customer, new List<object>(), new MailSender(asked.Email));
        var person = await users.Find(customer, sender.User, cancellationToken) is null ? asked with { MailUser = sender.User } : asked;
        var names = new HashSet<string>(person.Account is { } named ? [named.Name, .. named.FormerNames] : [], StringComparer.OrdinalIgnoreCase);
        yield return new("profil", person.Account is { } profile ? [UserResponse.Of(profile)] : []);
        yield return new("profil-precedent", person.Account is { FormerNames.Count: > 0 } or { FormerContacts.Count: > 0 } ? [ExportedRecords.FormerOf(person.Account)] : []);
        yield return new("sessions", person.Account is { } account ? await Sessions(account) : []);

        yield return new("demandes", await Own<Dit>(TableDitStore.Schema, dit => dit.RaisedBy, ExportedRecords.Of, dit => Attached($"DIT {dit.Number}", dit.Attachments)));
        yield return new("demandes-actions", await Lines<Dit, DitEntry>(TableDitStore.Schema, ExportedRecords.Of));
        yield return new("commandes", await Own<Order>(TableOrderStore.Schema, order => order.PlacedBy, ExportedRecords.Of));
        yield return new("commandes-actions", await Lines<Order, OrderEntry>(TableOrderStore.Schema, ExportedRecords.Of));
        yield return new("validations", await Own<Approval>(TableApprovalStore.Schema, approval => approval.RequestedBy, ExportedRecords.Of));
        yield return new("validations-actions", await Lines<Approval, ApprovalEntry>(TableApprovalStore.Schema, ExportedRecords.Of));
        var cart = await new Carts.Storage.TableCartStore(tables).Read(customer, person.User, cancellationToken);
        yield return new("panier", [.. cart.Items.Select(ExportedRecords.Of)]);
        yield return new("releves", await Readings());
        yield return new("messages", await Messages());
        yield return new("mails-recus", person.Account is null ? await Received() : []);
        yield return new("pieces-jointes", files);
        yield return new("journal-utilisation", await Usage());

        async Task<IReadOnlyList<object>> Sessions(Account account)
        {
            var signIn = await accounts.Read(accounts.KeyOf(account.Identifier), cancellationToken);
            var isOwn = signIn.Account is { } known && known.User == account.User && known.Customer == customer;
            return isOwn ? [.. signIn.Sessions.Select(ExportedRecords.Of)] : [];
        }

        async Task<IReadOnlyList<object>> Own<TAggregate>(
            AggregateSchema<TAggregate> schema, Func<TAggregate, Person> maker, Func<TAggregate, object> exported, Action<TAggregate>? also = null)
            where TAggregate : IAggregate
        {
            var own = new List<object>();
            await foreach (var row in Rows(schema.Table, schema.RootPrefix))
            {
                var aggregate = row.Read<TAggregate>(RowJson.Data);
                var isMaker = person.Is(maker(aggregate).User);
                // What the person was called then is known before anything is looked for by name.
                if (isMaker) names.Add(maker(aggregate).Name);
                also?.Invoke(aggregate);
                if (isMaker) own.Add(exported(aggregate));
            }

            return own;
        }

        async Task<IReadOnlyList<object>> Lines<TAggregate, TEntry>(AggregateSchema<TAggregate> schema, Func<string, TEntry, object> exported)
            where TAggregate : IAggregate
            where TEntry : IJournalEntry
        {
            var own = new List<object>();
            await foreach (var row in Rows(schema.Table, schema.JournalPrefix))
            {
                var entry = row.Read<TEntry>(RowJson.Data);
                if (entry is { ByKind: ActorKind.Customer, By: { } by } && IsOwn(entry.User, by))
                    own.Add(exported(NumberForm.Text(schema.NumberOfEntry(row.RowKey)), entry));
            }

            return own;
        }

        async Task<IReadOnlyList<object>> Readings()
        {
            var own = new List<object>();
            await foreach (var row in Rows(TableNames.Meters, "m-"))
            {
                var meter = row.Read<Meter>(RowJson.Data);
                own.AddRange(meter.Readings.Where(reading => reading.User == person.User).Select(reading => ExportedRecords.Of(meter.Asset.Value, reading)));
            }

            await foreach (var row in Rows(TableNames.Meters, "r-"))
                own.AddRange(row.Read<MeterReading[]>(RowJson.Data).Where(reading => reading.User == person.User)
                    .Select(reading => ExportedRecords.Of(row.RowKey["r-".Length..row.RowKey.IndexOf('~', StringComparison.Ordinal)], reading)));
            return own;
        }

        async Task<IReadOnlyList<object>> Messages()
        {
            var own = new List<object>();
            await foreach (var row in Rows(TableNames.ContactRequests, "c-"))
            {
                var request = row.Read<ContactRequest>(RowJson.Data);
                if (!person.Is(request.SentBy.User)) continue;
                own.Add(ExportedRecords.Of(request));
                Attached($"Message {request.Number}", request.Attachments);
            }

            return own;
        }

        // All that came in, of all customers: it is rare that somebody without an account asks.
        async Task<IReadOnlyList<object>> Received()
        {
            var own = new List<object>();
            var rows = tables.GetTableClient(TableNames.InboundMails).All(TableNames.InboundPartition, TableInboundStore.MailPrefix, columns: null, cancellationToken);
            await foreach (var row in rows)
                if (row.Read<InboundRecord>(RowJson.Data) is { Mail: { From: { } from } } mail && from.Equals(person.Email, StringComparison.OrdinalIgnoreCase))
                    own.Add(ExportedRecords.Of(mail));
            return own;
        }

        async Task<IReadOnlyList<object>> Usage()
        {
            var own = new List<object>();
            await foreach (var month in UsageTables.List(tables, cancellationToken))
            {
                string? after = null;
                do
                {
                    var (lines, next) = await usage.List(customer, UsageTables.MonthOf(month)!.Value, after, UsagePage - 1, cancellationToken);
                    own.AddRange(lines.Where(line => IsOwn(line.User, line.By) || line.Subject == person.User.Value).Select(ExportedRecords.Of));
                    after = next;
                }
                while (after is not null);
            }

            return own;
        }

        // By the name only where nothing else was written down: another person may have the same.
        bool IsOwn(UserId? by, string name) => by is null ? names.Contains(name) : person.Is(by);

        void Attached(string subject, IEnumerable<Attachment> attachments) =>
            files.AddRange(attachments.Where(file => IsOwn(file.AddedByUser, file.AddedBy)).Select(file => ExportedRecords.Of(subject, file)));

        IAsyncEnumerable<TableEntity> Rows(string table, string prefix) =>
            tables.GetTableClient(table).All(customer.Value, prefix, columns: null, cancellationToken);
    }
}
