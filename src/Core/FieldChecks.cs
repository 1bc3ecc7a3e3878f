using System.Text.RegularExpressions;

namespace Dfm.Core;

/// <summary>Validates the fields of an input and collects the errors, so that the user sees all of them at once.</summary>
public sealed partial class FieldChecks
{
    private readonly Dictionary<string, string[]> errors = [];
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    /// <summary>All errors as one problem; null when there are none.</summary>
    public Problem? Problem => errors.Count == 0 ? null : Problem.Validation(errors);

    /// <summary>What was made of the fields, or all errors as one problem.</summary>
    public Result<T> ResultOf<T>(T value) => Problem is { } problem ? problem : value;

    /// <summary>A required text: trimmed, at most <paramref name="max"/> UTF-16 units, without control characters.</summary>
    public string Required(string field, string? text, int max, string whenMissing)
    {
        var trimmed = Optional(field, text, max);
        if (trimmed is null && !errors.ContainsKey(field)) errors[field] = [whenMissing];
        return trimmed ?? "";
    }

    /// <summary>An optional text; blank counts as absent.</summary>
    public string? Optional(string field, string? text, int max)
    {
        asked.Add(field);
        var trimmed = text?.Trim().ReplaceLineEndings("\n");
        if (string.IsNullOrEmpty(trimmed)) return null;
        if (trimmed.Length > max) errors[field] = [$"{max} caractères au plus."];
        else if (Control().IsMatch(trimmed)) errors[field] = ["Ce texte contient des caractères qui ne peuvent pas être affichés."];
        return trimmed;
    }

    /// <summary>An optional phone number: digits, spaces and + ( ) . - only.</summary>
    public string? Phone(string field, string? text, int max)
    {
        var phone = Optional(field, text, max);
        if (phone is not null && !PhoneForm().IsMatch(phone)) errors[field] = ["Ce numéro de téléphone n'est pas valide."];
        return phone;
    }

    /// <summary>The name of an enum member, case-insensitive; digits are refused.</summary>
    public T Choice<T>(string field, string? text, string whenMissing) where T : struct, Enum
    {
        asked.Add(field);
        if (string.IsNullOrWhiteSpace(text)) errors[field] = [whenMissing];
        else if (Enum.GetNames<T>().FirstOrDefault(n => n.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } name)
            return Enum.Parse<T>(name);
        else errors[field] = [$"Valeurs possibles : {string.Join(", ", Enum.GetNames<T>())}."];
        return default;
    }

    /// <summary>A required instant within bounds.</summary>
    public DateTimeOffset Instant(string field, DateTimeOffset? instant, DateTimeOffset from, DateTimeOffset to, string whenWrong)
    {
        asked.Add(field);
        if (instant is not { } given || given < from || given > to) errors[field] = [whenWrong];
        return instant ?? default;
    }

    /// <summary>A required whole number within bounds.</summary>
    public int WholeNumber(string field, decimal? number, int from, int to)
    {
        asked.Add(field);
        if (number is { } given && given >= from && given <= to && decimal.Truncate(given) == given) return (int)given;
        errors[field] = [$"Un nombre entier de {from} à {to}."];
        return from;
    }

    /// <summary>A required amount in euros: not negative, at most <paramref name="max"/>, without fractions of cents.</summary>
    public decimal Amount(string field, decimal? amount, decimal max)
    {
        asked.Add(field);
        if (amount is { } given && given >= 0 && given <= max && decimal.Round(given, 2) == given) return given;
        errors[field] = ["Un montant en euros, de deux décimales au plus."];
        return 0;
    }

    /// <summary>Optional lines, at most <paramref name="max"/>; further lines are dropped.</summary>
    public IEnumerable<T>? Lines<T>(string field, IReadOnlyList<T>? items, int max)
    {
        asked.Add(field);
        if (items?.Count > max) Refuse(field, $"{max} lignes au plus.");
        return items?.Take(max);
    }

    /// <summary>Records the error of a field; the first error of a field is kept.</summary>
    public void Refuse(string field, string message) => errors.TryAdd(field, [message]);

    /// <summary>Refuses the fields that were given and that no check has read.</summary>
    public void RefuseOthers(IEnumerable<string> given)
    {
        ArgumentNullException.ThrowIfNull(given);
        foreach (var field in given.Where(field => !asked.Contains(field))) Refuse(field, "Ce champ n'est pas attendu ici.");
    }

    [GeneratedRegex(@"[\p{Cc}-[\n\t]]", RegexOptions.CultureInvariant)]
    private static partial Regex Control();

    [GeneratedRegex(@"^\+?[0-9 ().-]{4,}$", RegexOptions.CultureInvariant)]
    private static partial Regex PhoneForm();
}
