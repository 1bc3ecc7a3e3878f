using Azure.Data.Tables;
using Dfm.Core.Contact;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Contact.Storage;

/// <summary>
/// Contact requests in the table <c>ContactRequests</c>, each in its customer's partition. A further partition, whose key no customer can
/// have, lists those of all customers for the staff; the outbox writes it.
/// </summary>
public sealed class TableContactStore(TableServiceClient tables) : IContactStore
{
    /// <summary>The partition of the staff's list; its rows have the keys of the requests.</summary>
    public const string AllCustomers = "~all";

    private const string Prefix = "c-";
    private const string Customer = "Customer";
    private const string Summary = "Summary";

    private readonly TableClient table = tables.GetTableClient(TableNames.ContactRequests);

    /// <summary>Stores a new request in the command's transaction; it enters the staff's list once that is stored.</summary>
    public static void Add(UnitOfWork unit, ContactRequest request)
    {
        var row = new TableEntity(request.Customer.Value, Key(request.Number)).With(RowJson.Data, RowJson.Text(request));
        unit.Insert(row);
        unit.Follow(OutboxEffect.StoreRow(TableNames.ContactRequests, new(AllCustomers, row.RowKey, new Dictionary<string, string>
        {
            [Customer] = request.Customer.Value,
            [Summary] = RowJson.Text(ContactSummary.Of(request)),
        })));
    }

    /// <summary>Where the files of a request are.</summary>
    public static AttachmentFolder FolderOf(CustomerId customer, ContactNumber number) => new(customer, $"contact-{number}");

    public async Task<ContactRequest?> Find(ContactNumber number, CancellationToken cancellationToken)
    {
        if (await table.FindRow(AllCustomers, Key(number), cancellationToken, [Customer]) is not { } listed) return null;
        var row = await table.FindRow(listed.GetString(Customer), Key(number), cancellationToken);
        return row?.Read<ContactRequest>(RowJson.Data);
    }

    public async Task<Page<ContactSummary>> List(long? before, int limit, CancellationToken cancellationToken)
    {
        var after = before is { } number ? Prefix + RowKeys.Newest(number) : null;
        var rows = await table.First(AllCustomers, Prefix, after, limit + 1, ["RowKey", Summary], cancellationToken);
        var items = rows.Take(limit).Select(row => row.Read<ContactSummary>(Summary));
        return new([.. items], rows.Count > limit ? RowKeys.NumberOf(rows[limit - 1].RowKey) : null);
    }

    private static string Key(ContactNumber number) => Prefix + RowKeys.Newest(number.Sequence);
}
