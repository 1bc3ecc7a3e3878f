using Azure;
using Azure.Data.Tables;
using Dfm.Core.Privacy;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Privacy.Storage;

/// <summary>Erasures in the table <c>Users</c>, beside the users of their customer: a row <c>erasure-{id}</c> each, kept for good.</summary>
public sealed class TableErasureStore(TableServiceClient service)
{
    /// <summary>Begins the keys of all of them.</summary>
    public const string Prefix = "erasure-";

    private readonly TableClient table = service.GetTableClient(TableNames.Users);

    public static TableEntity RowOf(Erasure erasure) =>
        new TableEntity(erasure.Customer.Value, Prefix + erasure.Pseudonym.Id).With(RowJson.Data, RowJson.Text(erasure));

    /// <summary>An erasure with its row; null when there is none of this id.</summary>
    public async Task<(Erasure Erasure, TableEntity Row)?> Find(CustomerId customer, string id, CancellationToken cancellationToken) =>
        await table.FindRow(customer.Value, Prefix + id, cancellationToken) is { } row ? (row.Read<Erasure>(RowJson.Data), row) : null;

    /// <summary>All of a customer; one range.</summary>
    public async Task<IReadOnlyList<Erasure>> List(CustomerId customer, CancellationToken cancellationToken)
    {
        var found = new List<Erasure>();
        await foreach (var row in table.All(customer.Value, Prefix, [RowJson.Data], cancellationToken)) found.Add(row.Read<Erasure>(RowJson.Data));
        return found;
    }

    /// <summary>Stores what became of an erasure, on condition that it still is as it was read.</summary>
    public Task Save(Erasure erasure, ETag read, CancellationToken cancellationToken) =>
        table.UpdateEntityAsync(RowOf(erasure), read, TableUpdateMode.Replace, cancellationToken);
}
