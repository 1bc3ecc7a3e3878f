using System.Globalization;
using System.IO.Compression;
using System.Xml;
using Dfm.Core.Sheets;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Dfm.Functions.Sheets;

/// <summary>The first sheet of an Excel workbook.</summary>
internal static class XlsxSheet
{
    /// <summary>Bytes of all parts together, unpacked: more than ten thousand lines take.</summary>
    private const long MaxUnpacked = 8L * SheetReader.MaxLength;

    private static readonly OpenXmlConfiguration Format = new() { EnableSharedStringCache = false };

    public static Result<Sheet> Read(byte[] file)
    {
        try
        {
            if (!IsModest(file)) return SheetProblems.TooManyLines;
            using var stream = new MemoryStream(file);
            return SheetReader.Of(stream.Query(useHeaderRow: false, configuration: Format).Cast<IDictionary<string, object?>>().Select(Row));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Whatever the library meets in a workbook that is none: it has no exception of its own for that.
            return SheetProblems.Unreadable;
        }
    }

    /// <summary>
    /// Whether the workbook is no larger than it may be: a few bytes can stand for gigabytes (a « zip bomb »), or name a cell a million rows
    /// away, up to which the library would fill in empty ones.
    /// </summary>
    private static bool IsModest(byte[] file)
    {
        using var workbook = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        var left = MaxUnpacked;
        foreach (var part in workbook.Entries)
        {
            if (part.Length > left) return false;
            left -= part.Length;
            if (!MayHoldCells(part.FullName)) continue;
            var settings = new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                MaxCharactersInDocument = part.Length + 1,
                XmlResolver = null,
            };
            using var xml = XmlReader.Create(part.Open(), settings);
            while (xml.Read())
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "c" or "row" or "dimension" or "mergeCell" } && !AreNear(xml))
                    return false;
        }

        return true;
    }

    /// <summary>The library takes a part for a sheet by its folder, whatever its extension.</summary>
    private static bool MayHoldCells(string name) =>
        name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
        || name.Replace('\\', '/').TrimStart('/').StartsWith("xl/worksheets/sheet", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the cells that an element names are within the bounds.</summary>
    private static bool AreNear(XmlReader element) =>
        (element.GetAttribute("r") ?? element.GetAttribute("ref") ?? "").Split(':').All(cell =>
        {
            var letters = cell.TakeWhile(char.IsAsciiLetter).Count();
            var isRow = int.TryParse(cell.AsSpan(letters), NumberStyles.None, CultureInfo.InvariantCulture, out var row);
            var column = letters > 2 ? int.MaxValue : cell[..letters].ToUpperInvariant().Aggregate(0, (left, letter) => (left * 26) + letter - 'A' + 1);
            return column <= SheetReader.MaxColumns && (isRow ? row <= 2 * SheetReader.MaxRows : letters == cell.Length);
        });

    private static SheetRow Row(IDictionary<string, object?> cells, int index) => new(index + 1, [.. cells.Values.Select(Cell)]);

    private static SheetCell Cell(object? value) => value switch
    {
        null => SheetCell.Empty,
        DateTime date => new(date.ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture), Date: date),
        bool flag => new(flag ? "vrai" : "faux"),
        double number => new(number.ToString(CultureInfo.InvariantCulture), Number: number),
        _ => SheetCell.Of($"{value}"),
    };
}
