using System.Globalization;
using Dfm.Core.Dits;

namespace Dfm.Core.Tests.Dits;

public sealed class DitWarningTests
{
    [Theory]
    [InlineData("2026-03-06T09:00:00+01:00")] // Friday
    [InlineData("2026-03-09T00:30:00+01:00")] // Monday in Paris, still Sunday in UTC
    [InlineData("2026-03-06T23:30:00+01:00")]
    [InlineData("2026-04-03T09:00:00+02:00")] // Good Friday: a holiday in Alsace and Moselle alone
    public void AVisit_OnAWorkingDay_IsNotWarnedOf(string at) => Assert.Empty(DitWarning.Of(Visit(at)));

    [Theory]
    [InlineData("2026-03-08T09:00:00+01:00", "le dimanche 8 mars 2026, hors des jours ouvrés")]
    [InlineData("2026-03-07T09:00:00+01:00", "le samedi 7 mars 2026, hors des jours ouvrés")]
    [InlineData("2026-05-01T09:00:00+02:00", "le vendredi 1er mai 2026, un jour férié")]
    [InlineData("2026-05-14T09:00:00+02:00", "le jeudi 14 mai 2026, un jour férié")]
    [InlineData("2026-11-01T09:00:00+01:00", "le dimanche 1er novembre 2026, un jour férié")]
    [InlineData("2026-07-13T22:30:00Z", "le mardi 14 juillet 2026, un jour férié")] // still the 13th in UTC
    [InlineData("2026-03-06T23:30:00Z", "le samedi 7 mars 2026, hors des jours ouvrés")]
    public void AVisit_OnAnyOtherDay_IsWarnedOf_ByItsDateInParis(string at, string when)
    {
        var warning = Assert.Single(DitWarning.Of(Visit(at)));

        Assert.Equal(("visit-on-non-working-day", $"La visite est prévue {when} : vérifiez la date."), (warning.Code, warning.Detail));
    }

    private static Visit Visit(string at) => new(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), "Hugo Marchand");
}
