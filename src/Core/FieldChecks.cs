using Dfm.Core.Text;

namespace Dfm.Core;

/// <summary>
/// Normalises and validates the fields of an input and collects the errors, so that the user sees all of them at once. Every text gets the
/// form of <see cref="PlainText"/>; docs/input.md has the rules.
/// </summary>
public sealed class FieldChecks
{
    private readonly Dictionary<string, string[]> errors = [];
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    /// <summary>All errors as one problem; null when there are none.</summary>
    public Problem? Problem => errors.Count == 0 ? null : Problem.Validation(errors);

    /// <summary>What was made of the fields, or all errors as one problem.</summary>
    public Result<T> ResultOf<T>(T value) => Problem is { } problem ? problem : value;

    /// <summary>A required text of one line, of at most <paramref name="max"/> UTF-16 units.</summary>
    public string Required(string field, string? text, int max, string whenMissing) =>
        Given(field, Optional(field, text, max), whenMissing);

    /// <summary>An optional text of one line; null when nothing of it is visible.</summary>
    public string? Optional(string field, string? text, int max) =>
        Checked(field, PlainText.TryOneLine(text, out var line) ? line : null, max);

    /// <summary>A required text of several lines, such as a comment, of at most <paramref name="max"/> UTF-16 units.</summary>
    public string RequiredText(string field, string? text, int max, string whenMissing) =>
        Given(field, OptionalText(field, text, max), whenMissing);

    /// <summary>An optional text of several lines; null when nothing of it is visible.</summary>
    public string? OptionalText(string field, string? text, int max) =>
        Checked(field, PlainText.TryLines(text, out var lines) ? lines : null, max);

    /// <summary>An optional telephone number.</summary>
    public string? Phone(string field, string? text)
    {
        if (Optional(field, text, PhoneNumber.MaxLength) is not { } line) return null;
        if (!PhoneNumber.TryParse(line, out var number)) Refuse(field, "Ce numéro de téléphone n'est pas valide.");
        return number;
    }

    /// <summary>The name of an enum member, case-insensitive; digits are refused.</summary>
    public T Choice<T>(string field, string? text, string whenMissing) where T : struct, Enum
    {
        var choice = OptionalChoice<T>(field, text);
        if (choice is null) Refuse(field, whenMissing);
        return choice ?? default;
    }

    /// <summary>The name of an enum member, case-insensitive; null when nothing of it is visible.</summary>
    public T? OptionalChoice<T>(string field, string? text) where T : struct, Enum
    {
        asked.Add(field);
        if (PlainText.TryOneLine(text, out var given) && given.Length == 0) return null;
        if (Enum.GetNames<T>().FirstOrDefault(n => n.Equals(given, StringComparison.OrdinalIgnoreCase)) is { } name)
            return Enum.Parse<T>(name);
        Refuse(field, $"Valeurs possibles : {string.Join(", ", Enum.GetNames<T>())}.");
        return null;
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

    private string Given(string field, string? text, string whenMissing)
    {
        if (text is null) Refuse(field, whenMissing);
        return text ?? "";
    }

    /// <summary>The text; null when it is empty or refused.</summary>
    /// <param name="text">Null when it cannot be shown.</param>
    private string? Checked(string field, string? text, int max)
    {
        asked.Add(field);
        if (text is null) Refuse(field, "Ce texte contient des caractères qui ne peuvent pas être affichés.");
        else if (text.Length > max) Refuse(field, $"{max} caractères au plus.");
        return text is { Length: > 0 } && text.Length <= max ? text : null;
    }
}
