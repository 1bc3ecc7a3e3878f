namespace Dfm.Core.Dits;

/// <summary>The list of natures.</summary>
public interface INatureStore
{
    /// <summary>All natures in the list's order. Kept in memory for a minute: the list changes a few times a year.</summary>
    ValueTask<IReadOnlyList<Nature>> List(CancellationToken cancellationToken);

    /// <summary>Makes the list what <paramref name="natures"/> says: the import's writer. Codes stay what they mean, since DITs name them.</summary>
    Task Save(IReadOnlyList<Nature> natures, CancellationToken cancellationToken);
}
