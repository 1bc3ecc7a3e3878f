using System.Globalization;
using Dfm.Core.Catalogue;

namespace Dfm.Core.Imports;

/// <summary>Columns that few files have.</summary>
internal static class ImportLineFields
{
    /// <summary>Codes in the format of identifiers, separated by « | »; at least one.</summary>
    public static IReadOnlyList<string> Codes(this ImportLine line, string column)
    {
        var codes = line.RequiredParts(column, 40);
        if (!codes.All(IdentifierForm.Fits)) line.Refuse(column, $"« {column} » : des lettres sans accent, chiffres, « - » ou « _ ».");
        return codes;
    }

    /// <summary>An optional identifier.</summary>
    public static T? OptionalId<T>(this ImportLine line, string column) where T : struct, IIdentifier<T> =>
        line.Optional(column, 40) is null ? null : line.Id<T>(column);

    /// <summary>A day: yyyy-MM-dd.</summary>
    public static DateOnly Day(this ImportLine line, string column)
    {
        if (!DateOnly.TryParseExact(line.Required(column, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            line.Refuse(column, $"« {column} » : une date AAAA-MM-JJ.");
        return day;
    }

    /// <summary>Colours separated by « | »; none for an empty column.</summary>
    public static IReadOnlyList<ConsumableColour> ColourList(this ImportLine line, string column)
    {
        if (line.Optional(column, 100) is null) return [];
        var colours = new List<ConsumableColour>();
        foreach (var part in line.RequiredParts(column, 20))
        {
            if (ImportReader.Colours.TryGetValue(part, out var colour)) colours.Add(colour);
            else line.Refuse(column, $"« {column} » : valeurs possibles : {string.Join(", ", ImportReader.Colours.Keys)}.");
        }

        return [.. colours.Distinct()];
    }
}
