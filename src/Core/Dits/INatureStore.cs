namespace Dfm.Core.Dits;

/// <summary>The natures of intervention.</summary>
public interface INatureStore
{
    /// <summary>All natures in the list's order. Cached for a minute: the list changes a few times a year.</summary>
    ValueTask<IReadOnlyList<Nature>> List(CancellationToken cancellationToken);

    /// <summary>Replaces the list, for the import. Codes keep their meaning, since DITs refer to them.</summary>
    Task Save(IReadOnlyList<Nature> natures, CancellationToken cancellationToken);
}
