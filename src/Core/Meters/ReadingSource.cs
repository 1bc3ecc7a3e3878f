using System.Text.Json.Serialization;

namespace Dfm.Core.Meters;

/// <summary>Where a reading comes from. Every reading keeps it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReadingSource>))]
public enum ReadingSource
{
    /// <summary>« Relevé client »: entered on the portal.</summary>
    Portal,

    /// <summary>« Relevé client par fichier »: imported by the customer.</summary>
    Import,

    /// <summary>« Relevé machine »: sent by the device or by the supervision.</summary>
    Machine,

    /// <summary>« Relevé prestataire »: read by DFM's technician.</summary>
    Technician,

    /// <summary>« Estimation »: computed by the ERP where nothing was read.</summary>
    Estimate,
}

/// <summary>Labels of the sources.</summary>
public static class ReadingSources
{
    /// <summary>The French label shown to customers.</summary>
    public static string Label(this ReadingSource source) => source switch
    {
        ReadingSource.Portal => "Relevé client",
        ReadingSource.Import => "Relevé client par fichier",
        ReadingSource.Machine => "Relevé machine",
        ReadingSource.Technician => "Relevé prestataire",
        ReadingSource.Estimate => "Estimation",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "A source without a label."),
    };
}
