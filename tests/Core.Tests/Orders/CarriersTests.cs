using Dfm.Core.Orders;

namespace Dfm.Core.Tests.Orders;

public sealed class CarriersTests
{
    [Theory]
    [InlineData("Chronopost", "XY123", "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT=XY123")]
    [InlineData("Chronopost", "XY 123 456 789 FR", "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT=XY123456789FR")]
    [InlineData("La Poste Colissimo", "8L\u00A01/2\u202F", "https://www.laposte.fr/outils/suivre-vos-envois?code=8L1%2F2")]
    [InlineData("DPD", "12&a=1", "https://trace.dpd.fr/fr/trace/12%26a%3D1")]
    [InlineData("GLS France", "1", "https://gls-group.com/FR/fr/suivi-colis?match=1")]
    [InlineData("Chronopost", null, null)]
    [InlineData("Tournée DFM", "12", null)]
    [InlineData("Transports Dupsy", "12", null)]
    public void TrackingLink_IsKnown_ForKnownCarriersAlone_AndHasNoSpaces(string carrier, string? number, string? link) =>
        Assert.Equal(link, Carriers.TrackingLink(carrier, number)?.AbsoluteUri);
}
