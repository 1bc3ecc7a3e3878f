using System.Globalization;
using Dfm.Core.Accounts;
using Dfm.Core.Parc;
using Dfm.Core.Text;

namespace Dfm.Core.Imports;

/// <summary>A line being read: normalises its columns (<see cref="PlainText"/>), converts them and collects the errors.</summary>
internal sealed class ImportLine
{
    private static readonly Dictionary<string, AssetKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Printing"] = AssetKind.Printing,
        ["IT"] = AssetKind.It,
        ["Telecom"] = AssetKind.Telecom,
    };

    private static readonly Dictionary<string, bool> YesOrNo = new(StringComparer.OrdinalIgnoreCase) { ["oui"] = true, ["non"] = false };

    private readonly Dictionary<string, string> columns = [];
    private readonly ICollection<ImportError> errors;
    private readonly HashSet<string> refused = [];

    /// <param name="number">The line in the file, from 1.</param>
    /// <param name="texts">The columns as they are in the file, by name.</param>
    public ImportLine(int number, IEnumerable<(string Column, string Text)> texts, ICollection<ImportError> errors)
    {
        Number = number;
        this.errors = errors;
        foreach (var (column, text) in texts)
        {
            if (!PlainText.TryOneLine(text, out var line))
                Refuse(column, $"« {column} » contient des caractères qui ne peuvent pas être affichés.");
            columns[column] = line;
        }
    }

    /// <summary>The line in the file, from 1.</summary>
    public int Number { get; }

    public bool IsWrong { get; private set; }

    /// <summary>A required text.</summary>
    public string Required(string column, int max)
    {
        var text = Optional(column, max);
        if (text is null) Refuse(column, $"« {column} » est obligatoire.");
        return text ?? "";
    }

    /// <summary>An optional text.</summary>
    public string? Optional(string column, int max)
    {
        var text = columns[column];
        if (text.Length > max) Refuse(column, $"« {column} » : {max} caractères au plus.");
        return text.Length == 0 ? null : text;
    }

    public T Id<T>(string column) where T : struct, IIdentifier<T> => Id<T>(column, columns[column]);

    /// <summary>A code in the format of identifiers.</summary>
    public string Code(string column)
    {
        if (!IdentifierForm.Fits(columns[column])) RefuseForm(column);
        return columns[column];
    }

    public LoginIdentifier Identifier(string column)
    {
        if (!LoginIdentifier.TryParse(columns[column], out var identifier))
            Refuse(column, $"« {column} » : identifiant de connexion non valide.");
        return identifier;
    }

    public string Email(string column)
    {
        var text = Required(column, EmailAddress.MaxLength);
        if (!EmailAddress.TryParse(text, out var address)) Refuse(column, $"« {column} » : adresse électronique non valide.");
        return address;
    }

    /// <summary>An optional telephone number.</summary>
    public string? OptionalPhone(string column)
    {
        if (Optional(column, PhoneNumber.MaxLength) is not { } text) return null;
        if (!PhoneNumber.TryParse(text, out var phone)) Refuse(column, $"« {column} » : numéro de téléphone non valide.");
        return phone;
    }

    /// <summary>Identifiers separated by « | »; none for an empty column.</summary>
    public IReadOnlyList<T> Ids<T>(string column) where T : struct, IIdentifier<T> =>
        [.. Parts(column).Select(part => Id<T>(column, part)).Distinct().OrderBy(id => id.Value, StringComparer.Ordinal)];

    /// <summary>« oui » or « non ».</summary>
    public bool YesNo(string column) => Choice(column, columns[column], YesOrNo);

    public AssetKind Kind(string column) => Choice(column, columns[column], Kinds);

    /// <summary>A whole number within bounds.</summary>
    public int WholeNumber(string column, int min, int max)
    {
        if (OptionalNumber(column, min, max) is { } number) return number;
        if (columns[column].Length == 0) Refuse(column, $"« {column} » est obligatoire.");
        return min;
    }

    /// <summary>An optional whole number within bounds.</summary>
    public int? OptionalNumber(string column, int min, int max)
    {
        if (columns[column].Length == 0) return null;
        if (int.TryParse(columns[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        Refuse(column, $"« {column} » : un nombre entier de {min} à {max}.");
        return null;
    }

    /// <summary>An optional amount in euros, with a decimal comma or point.</summary>
    public decimal? OptionalPrice(string column)
    {
        if (columns[column].Length == 0) return null;
        var text = columns[column].Replace(',', '.');
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price)
            && price is >= 0 and < 100_000 && decimal.Round(price, 2) == price)
        {
            return price;
        }

        Refuse(column, $"« {column} » : un montant en euros, deux décimales au plus.");
        return null;
    }

    /// <summary>An optional web address.</summary>
    public Uri? OptionalAddress(string column)
    {
        if (Optional(column, 500) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps) return address;
        Refuse(column, $"« {column} » : une adresse qui commence par https://.");
        return null;
    }

    /// <summary>At least one text, separated by « | ».</summary>
    public IReadOnlyList<string> RequiredParts(string column, int max)
    {
        var parts = Parts(column);
        if (parts.Length == 0) Refuse(column, $"« {column} » est obligatoire.");
        if (parts.Any(part => part.Length > max)) Refuse(column, $"« {column} » : {max} caractères au plus chacun.");
        return parts;
    }

    /// <summary>An optional value, by one of the given names.</summary>
    public T? OptionalChoice<T>(string column, IReadOnlyDictionary<string, T> values) where T : struct =>
        columns[column].Length == 0 ? null : Choice(column, values);

    /// <summary>At least one kind of assets, separated by « | ».</summary>
    public IReadOnlyList<AssetKind> KindList(string column) => ChoiceList(column, Kinds);

    /// <summary>At least one value, by one of the given names, separated by « | ».</summary>
    public IReadOnlyList<T> ChoiceList<T>(string column, IReadOnlyDictionary<string, T> values) where T : struct
    {
        var parts = Parts(column);
        if (parts.Length == 0) Refuse(column, $"« {column} » est obligatoire.");
        return [.. parts.Select(part => Choice(column, part, values)).Distinct().Order()];
    }

    /// <summary>A required value, by one of the given names.</summary>
    public T Choice<T>(string column, IReadOnlyDictionary<string, T> values) where T : struct => Choice(column, columns[column], values);

    /// <summary>Records an error of the line; the first error of a column is kept.</summary>
    public void Refuse(string? column, string message)
    {
        IsWrong = true;
        if (column is null || refused.Add(column)) errors.Add(new(Number, column, message));
    }

    private string[] Parts(string column) =>
        columns[column].Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private T Id<T>(string column, string text) where T : struct, IIdentifier<T>
    {
        if (!T.TryParse(text, out var id)) RefuseForm(column);
        return id;
    }

    private void RefuseForm(string column) => Refuse(column, $"« {column} » : 1 à 40 lettres sans accent, chiffres, « - » ou « _ ».");

    private T Choice<T>(string column, string text, IReadOnlyDictionary<string, T> values) where T : struct
    {
        if (!values.TryGetValue(text, out var value))
            Refuse(column, $"« {column} » : valeurs possibles : {string.Join(", ", values.Keys)}.");
        return value;
    }
}
