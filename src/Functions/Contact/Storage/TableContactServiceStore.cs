using Azure.Data.Tables;
using Dfm.Core.Contact;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Contact.Storage;

/// <summary>The list of services, in the table <c>ContactServices</c>.</summary>
public sealed class TableContactServiceStore(TableServiceClient tables, TimeProvider clock) : IContactServiceStore
{
    private const string Partition = "services";

    private readonly ReferenceList<ContactService> list =
        new(tables, clock, TableNames.ContactServices, Partition, RowOf, ServiceOf, service => service.Order);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ContactService>> List(CancellationToken cancellationToken) => list.All(cancellationToken);

    /// <inheritdoc/>
    public Task Save(IReadOnlyList<ContactService> services, CancellationToken cancellationToken) => list.Save(services, cancellationToken);

    private static TableEntity RowOf(ContactService service) =>
        new(Partition, service.Code) { [RowJson.Data] = RowJson.Text(service) };

    private static ContactService ServiceOf(TableEntity row) => row.Read<ContactService>(RowJson.Data);
}
