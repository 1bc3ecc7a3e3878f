using Dfm.Core.Parc;

namespace Dfm.Core.Orders;

/// <summary>The carriers whose parcels can be followed on the web. Others are named and have no link.</summary>
public static class Carriers
{
    private static readonly (string Word, string Link)[] Known =
    [
        ("chronopost", "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={0}"),
        ("colissimo", "https://www.laposte.fr/outils/suivre-vos-envois?code={0}"),
        ("poste", "https://www.laposte.fr/outils/suivre-vos-envois?code={0}"),
        ("dpd", "https://trace.dpd.fr/fr/trace/{0}"),
        ("gls", "https://gls-group.com/FR/fr/suivi-colis?match={0}"),
        ("ups", "https://www.ups.com/track?loc=fr_FR&tracknum={0}"),
        ("dhl", "https://www.dhl.com/fr-fr/home/suivi.html?tracking-id={0}"),
        ("fedex", "https://www.fedex.com/fedextrack/?trknbr={0}&locale=fr_FR"),
        ("tnt", "https://www.fedex.com/fedextrack/?trknbr={0}&locale=fr_FR"),
    ];

    /// <summary>Where a parcel can be followed; null when the carrier is not known or gave no number.</summary>
    /// <param name="carrier">The carrier's name as the staff wrote it: one of its words decides.</param>
    /// <param name="trackingNumber">The carrier's number of the parcel.</param>
    public static Uri? TrackingLink(string carrier, string? trackingNumber)
    {
        if (trackingNumber is null) return null;
        var words = SearchText.Words(carrier).ToHashSet(StringComparer.Ordinal);
        var link = Known.FirstOrDefault(known => words.Contains(known.Word)).Link;
        return link is null ? null : new Uri(string.Format(null, link, Uri.EscapeDataString(trackingNumber)));
    }
}
