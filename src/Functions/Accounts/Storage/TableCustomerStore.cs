using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Accounts.Storage;

/// <summary>
/// Customers in the table <c>Customers</c>. Partition: the customer, with the rows <c>customer</c> and <c>site-{id}</c> and, once the
/// customer has set it, <c>order-approval</c>. A further partition, whose key no customer can have, lists all ids.
/// </summary>
public sealed class TableCustomerStore(TableServiceClient service) : ICustomerStore
{
    /// <summary>The partition that lists all customers.</summary>
    public const string AllCustomers = "~all";
    private const string CustomerRow = "customer";
    private const string ApprovalRow = "order-approval";
    private const string Required = "Required";
    private const string Name = "Name";
    private const string SiteRows = "site-";
    private const string EndOfRows = "site.";

    /// <summary>The rows of a request that searches: as many as Table storage returns at once.</summary>
    private const int SearchedAtOnce = 1000;

    private readonly TableClient table = service.GetTableClient(TableNames.Customers);

    public async IAsyncEnumerable<CustomerId> ListIds([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {AllCustomers} and RowKey ge {""}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellationToken))
            yield return CustomerId.Parse(row.RowKey);
    }

    public async Task<(IReadOnlyList<CustomerName> Items, string? Next)> List(
        string? search, string? after, int limit, CancellationToken cancellationToken)
    {
        var top = search is null ? limit + 1 : SearchedAtOnce;
        var rows = await table.First(AllCustomers, "", after, top, columns: null, cancellationToken);
        var found = rows.Select(NameOf).Where(one => search is null || Contains(one.Name, search) || Contains(one.Id.Value, search)).ToList();
        if (found.Count > limit) return (found[..limit], found[limit - 1].Id.Value);
        return (found, rows.Count == top ? rows[^1].RowKey : null);
    }

    public async Task<Customer?> Find(CustomerId customer, CancellationToken cancellationToken)
    {
        string? name = null;
        var approves = false;
        var sites = new List<Site>();
        await foreach (var row in Rows(customer, cancellationToken))
        {
            if (row.RowKey == CustomerRow) name = row.GetString(Name);
            else if (row.RowKey == ApprovalRow) approves = row.GetBoolean(Required) is true;
            else sites.Add(ToSite(row));
        }

        return name is null ? null : new Customer(customer, name, sites) { ApprovesOrders = approves };
    }

    public async Task<bool> ApprovesOrders(CustomerId customer, CancellationToken cancellationToken)
    {
        var row = await table.FindRow(customer.Value, ApprovalRow, cancellationToken);
        return row?.GetBoolean(Required) is true;
    }

    public Task SetApprovesOrders(CustomerId customer, bool approves, CancellationToken cancellationToken) => table.UpsertEntityAsync(
        new TableEntity(customer.Value, ApprovalRow) { [Required] = approves }, TableUpdateMode.Replace, cancellationToken);

    public async Task Save(Customer customer, CancellationToken cancellationToken)
    {
        // Listed first: a listed customer without data is harmless, but the outbox of an unlisted customer would never be swept.
        await table.UpsertEntityAsync(new TableEntity(AllCustomers, customer.Id.Value) { [Name] = customer.Name }, TableUpdateMode.Replace, cancellationToken);

        var key = customer.Id.Value;
        var rows = customer.Sites.Select(site => ToRow(key, site))
            .Prepend(new TableEntity(key, CustomerRow) { [Name] = customer.Name })
            .ToList();
        var kept = rows.Select(row => row.RowKey).Append(ApprovalRow).ToHashSet();
        var gone = new List<TableEntity>();
        await foreach (var row in Rows(customer.Id, cancellationToken))
            if (!kept.Contains(row.RowKey)) gone.Add(row);
        await table.Import(rows, gone, cancellationToken);
    }

    /// <summary>Rows of before the list had names show the code.</summary>
    private static CustomerName NameOf(TableEntity row) => new(CustomerId.Parse(row.RowKey), row.GetString(Name) ?? row.RowKey);

    private static bool Contains(string text, string search) => CultureInfo.InvariantCulture.CompareInfo.IndexOf(
        text, search, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0;

    private AsyncPageable<TableEntity> Rows(CustomerId customer, CancellationToken cancellationToken) =>
        table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {customer.Value} and RowKey ge {CustomerRow} and RowKey lt {EndOfRows}"),
            cancellationToken: cancellationToken);

    private static TableEntity ToRow(string key, Site site) => new(key, SiteRows + site.Id)
    {
        [Name] = site.Name,
        ["Street"] = site.Street,
        ["Postcode"] = site.Postcode,
        ["Town"] = site.Town,
    };

    private static Site ToSite(TableEntity row) => new(
        SiteId.Parse(row.RowKey[SiteRows.Length..]),
        row.GetString(Name),
        row.GetString("Street"),
        row.GetString("Postcode"),
        row.GetString("Town"));
}
