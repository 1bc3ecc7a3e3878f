namespace Dfm.Core.Parc;

/// <summary>The line of business of an asset.</summary>
public enum AssetKind
{
    /// <summary>« Bureautique »: printers and copiers.</summary>
    Printing,

    /// <summary>« Informatique ».</summary>
    It,

    /// <summary>« Télécom ».</summary>
    Telecom,
}
