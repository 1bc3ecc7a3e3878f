using Dfm.Core.Notifications;

namespace Dfm.Core.Meters;

/// <summary>Why readings are questioned or refused.</summary>
public static class ReadingRemarks
{
    internal static ReadingRemark NoValue { get; } = new("no-value", "Indiquez au moins un compteur.");

    internal static ReadingRemark InTheFuture { get; } = new("in-the-future", "La date du relevé est dans le futur.");

    internal static ReadingRemark TooOld { get; } = new("too-old", "Ce relevé est plus ancien que ceux qui peuvent encore être complétés.");

    /// <summary>The asset does not exist, or the author may not see it.</summary>
    public static ReadingRemark UnknownAsset { get; } = new("asset-not-found", "Ce bien n'existe pas dans votre parc.");

    /// <summary>The asset has no counters.</summary>
    public static ReadingRemark NoCounters { get; } = new("no-counters", "Ce bien n'a pas de compteur à relever.");

    internal static ReadingRemark BadCell(string message, int? column, string? counter = null) =>
        new("bad-cell", message, counter) { Column = column };

    internal static ReadingRemark Repeated(int line) => new("repeated", $"La ligne {line} porte déjà le relevé de ce bien à cette date.");

    internal static ReadingRemark UnknownCounter(string code) => new("unknown-counter", $"Ce bien n'a pas de compteur « {ReadingLine.Shown(code)} ».", ReadingLine.Shown(code));

    internal static ReadingRemark ReplacedUnread(string code) =>
        new("replaced-unread", "Indiquez la valeur du compteur qui a été remplacé.", code);

    internal static ReadingRemark OutOfBounds(string code) =>
        new("out-of-bounds", "Un nombre entier de 0 à 999 999 999.", code, MeterReading.MaxValue);

    internal static ReadingRemark AlreadyRead(MeterPolicy policy) => new(
        "already-read",
        $"Un autre relevé existe à cette date : seul son auteur peut le corriger, dans les {policy.CorrectWithinHours} heures.");

    internal static ReadingRemark BelowPrevious(string counter, MeterReading before)
    {
        var bound = before.Values[counter];
        return new(
            "below-previous",
            $"Inférieur au relevé précédent ({FrenchText.Count(bound)}, {FrenchText.Day(before.At)}) : corrigez-le, ou indiquez que le compteur "
            + "a été remplacé.",
            counter,
            bound);
    }

    internal static ReadingRemark AboveNext(string counter, MeterReading after)
    {
        var bound = after.Values[counter];
        return new("above-next", $"Supérieur au relevé suivant ({FrenchText.Count(bound)}, {FrenchText.Day(after.At)}).", counter, bound);
    }

    internal static ReadingRemark Improbable(string counter, long increase, long bound) => new(
        "improbable", $"{FrenchText.Count(increase)} pages de plus, bien au-delà du volume habituel : vérifiez, puis confirmez.", counter, bound);

    internal static ReadingRemark Impossible(string counter, long increase, long bound) => new(
        "impossible",
        $"{FrenchText.Count(increase)} pages de plus, beaucoup trop pour ce bien : vérifiez le chiffre, ou contactez-nous s'il est exact.",
        counter,
        bound);
}
