using Dfm.Core.Sheets;
using Dfm.Core.Parc;

namespace Dfm.Core.Meters;

/// <summary>The columns of a file of readings, and where they stand in one file.</summary>
public sealed class ReadingColumns
{
    /// <summary>« Bien »: the asset's id.</summary>
    public const string AssetHeader = "Bien";

    /// <summary>« Date ».</summary>
    public const string DateHeader = "Date";

    /// <summary>« Compteurs remplacés »: « oui » for all, or their labels.</summary>
    public const string ReplacedHeader = "Compteurs remplacés";

    /// <summary>« Confirmé ».</summary>
    public const string ConfirmedHeader = "Confirmé";

    private readonly IReadOnlyList<string> shown;
    private readonly Dictionary<string, int> byName = [];

    private ReadingColumns(SheetRow header, IReadOnlyList<Counter> counters)
    {
        shown = [.. header.Cells.Select(cell => ReadingLine.Shown(cell.Text))];
        for (var column = 0; column < header.Cells.Count; column++) byName.TryAdd(NameOf(header.Cells[column].Text), column);
        (Asset, Date) = (Find(AssetHeader) ?? 0, Find(DateHeader) ?? 0);
        (Replaced, Confirmed) = (Find(ReplacedHeader), Find(ConfirmedHeader));
        Counters = [.. counters.Select(counter => (counter.Code, Column: Find(counter.Label) ?? Find(counter.Code)))
            .Where(one => one.Column is not null).Select(one => (one.Code, one.Column!.Value))];
        Labels = counters.SelectMany(counter => new[] { (NameOf(counter.Label), counter.Code), (NameOf(counter.Code), counter.Code) })
            .DistinctBy(label => label.Item1).ToDictionary(label => label.Item1, label => label.Code, StringComparer.Ordinal);
        Ignored = [.. header.Cells.Zip(shown).Where(one => !one.First.IsEmpty && !IsKnown(one.First.Text)).Select(one => one.Second)];
    }

    /// <summary>What the template shows of an asset beside what is read.</summary>
    public static IReadOnlyList<string> Descriptions { get; } =
        ["Désignation", "Marque", "Modèle", "N° de série", "Site", "Localisation", "Dernier relevé"];

    private static readonly HashSet<string> Own =
        [.. Descriptions.Concat([AssetHeader, DateHeader, ReplacedHeader, ConfirmedHeader]).Select(NameOf)];

    /// <summary>The column of the asset's id.</summary>
    public int Asset { get; }

    /// <summary>The column of the date.</summary>
    public int Date { get; }

    /// <summary>The column of the replaced counters; null when there is none.</summary>
    public int? Replaced { get; }

    /// <summary>The column of the confirmations; null when there is none.</summary>
    public int? Confirmed { get; }

    /// <summary>The columns of counters, with the counter's code.</summary>
    public IReadOnlyList<(string Code, int Column)> Counters { get; }

    /// <summary>The texts of columns that are neither known nor a counter's.</summary>
    public IReadOnlyList<string> Ignored { get; }

    /// <summary>The codes of the counters by their labels and codes, as <see cref="NameOf"/> writes them.</summary>
    internal IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary>Finds the columns; the problem names those that are missing.</summary>
    public static Result<ReadingColumns> Of(SheetRow header, IReadOnlyList<Counter> counters)
    {
        ArgumentNullException.ThrowIfNull(header);
        var columns = new ReadingColumns(header, counters);
        var missing = new Dictionary<string, string[]>();
        foreach (var name in (string[])[AssetHeader, DateHeader])
            if (columns.Find(name) is null) missing[name] = [$"La colonne « {name} » manque."];
        if (columns.Counters.Count == 0) missing["compteurs"] = ["Aucune colonne ne porte le nom d'un compteur."];
        return missing.Count == 0 ? columns : new Problem(
            ProblemKind.Invalid, "columns-missing", "Des colonnes manquent dans la première ligne : partez du modèle à télécharger.", missing);
    }

    /// <summary>The header of a column, from 0.</summary>
    public string HeaderOf(int column) => column < shown.Count ? shown[column] : "";

    /// <summary>The column that a remark is about; null when it is about the whole line.</summary>
    public int? ColumnOf(ReadingRemark remark)
    {
        ArgumentNullException.ThrowIfNull(remark);
        if (remark.Column is { } cell) return cell;
        if (remark.Counter is { } code)
            return Counters.Where(one => one.Code == code).Select(one => (int?)one.Column).FirstOrDefault();
        return remark.Code switch
        {
            "asset-not-found" or "no-counters" => Asset,
            "in-the-future" or "too-old" or "already-read" => Date,
            _ => null,
        };
    }

    /// <summary>Spellings that differ only in case, accents, spaces or punctuation are equal.</summary>
    internal static string NameOf(string text) => string.Concat(SearchText.Words(text));

    private int? Find(string name) => byName.TryGetValue(NameOf(name), out var column) ? column : null;

    private bool IsKnown(string text) => NameOf(text) is var name && (Labels.ContainsKey(name) || Own.Contains(name));
}
