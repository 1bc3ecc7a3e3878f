using Dfm.Core.Parc;

namespace Dfm.Core.Orders;

/// <summary>The carriers with a tracking page. Others are named without a link.</summary>
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

    /// <summary>The tracking page of a parcel; null when the carrier is unknown or gave no number.</summary>
    /// <param name="carrier">The name as entered by the staff; matched by one of its words.</param>
    /// <param name="trackingNumber">As entered by the staff, often in groups; carriers know it without spaces.</param>
    public static Uri? TrackingLink(string carrier, string? trackingNumber)
    {
        if (trackingNumber is null) return null;
        var words = SearchText.Words(carrier).ToHashSet(StringComparer.Ordinal);
        var link = Known.FirstOrDefault(known => words.Contains(known.Word)).Link;
        var number = string.Concat(trackingNumber.Where(character => !char.IsWhiteSpace(character)));
        return link is null ? null : new Uri(string.Format(null, link, Uri.EscapeDataString(number)));
    }
}
