using System.Text.Json.Serialization;
using Dfm.Core.Calendar;
using Dfm.Core.Notifications;

namespace Dfm.Core.Dits;

/// <summary>Something that should be known about a command that is accepted all the same.</summary>
/// <param name="Code">Stable; part of the API contract.</param>
/// <param name="Detail">One French sentence.</param>
/// <param name="Dits">For <c>asset-has-open-dit</c>: the numbers of the DITs that are open; else null.</param>
public sealed record DitWarning(
    string Code,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Dits = null)
{
    /// <summary>The asset has open DITs already.</summary>
    public static DitWarning AlreadyOpen(IReadOnlyList<string> numbers) => new(
        "asset-has-open-dit",
        $"Ce bien fait déjà l'objet d'une demande en cours : {string.Join(", ", numbers.Select(number => $"n° {number}"))}.",
        numbers);

    /// <summary>
    /// A visit on a day on which the service desk does not work (<see cref="WorkingCalendar"/>): a public holiday, a Sunday or a Saturday.
    /// Some customers want just that, so it is planned, and whoever mistook the date sees it.
    /// </summary>
    public static IReadOnlyList<DitWarning> Of(Visit visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        var day = ParisTime.Day(visit.PlannedFor);
        if (WorkingCalendar.IsWorkingDay(day)) return [];
        var why = WorkingCalendar.IsPublicHoliday(day) ? "un jour férié" : "hors des jours ouvrés";
        return [new("visit-on-non-working-day", $"La visite est prévue le {FrenchText.Day(visit.PlannedFor)}, {why} : vérifiez la date.")];
    }
}
