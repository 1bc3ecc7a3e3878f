namespace Dfm.Core.Contact;

/// <summary>The services that customers can write to.</summary>
public interface IContactServiceStore
{
    /// <summary>All services in the list's order. Cached for a minute: the list changes a few times a year.</summary>
    ValueTask<IReadOnlyList<ContactService>> List(CancellationToken cancellationToken);

    /// <summary>Replaces the list, for the import.</summary>
    Task Save(IReadOnlyList<ContactService> services, CancellationToken cancellationToken);
}
