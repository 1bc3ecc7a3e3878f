namespace Dfm.Core.Parc;

/// <summary>The trade that an asset belongs to.</summary>
public enum AssetKind
{
    /// <summary>« Bureautique »: printers and copiers.</summary>
    Printing,

    /// <summary>« Informatique ».</summary>
    It,

    /// <summary>« Télécom ».</summary>
    Telecom,
}
