using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Tokens;

namespace Dfm.Functions.Invoices.FacturX;

/// <summary>
/// The files in a PDF: those of the document's name tree (ISO 32000-2, 7.11.4) and those that are only associated with it (PDF/A-3's
/// <c>AF</c>); each stream once, however often it is named.
/// </summary>
internal static class PdfAttachments
{
    /// <summary>A tree of more nodes is none that a program would write.</summary>
    private const int MaxNodes = 1000;

    private static readonly NameToken Names = NameToken.Create("Names");
    private static readonly NameToken EmbeddedFiles = NameToken.Create("EmbeddedFiles");
    private static readonly NameToken Kids = NameToken.Create("Kids");
    private static readonly NameToken AssociatedFiles = NameToken.Create("AF");
    private static readonly NameToken EmbeddedFile = NameToken.Create("EF");
    private static readonly NameToken UnicodeName = NameToken.Create("UF");
    private static readonly NameToken Name = NameToken.Create("F");

    public static IEnumerable<PdfAttachment> Of(PdfDocument document)
    {
        var scanner = document.Structure.TokenScanner;
        var catalog = document.Structure.Catalog.CatalogDictionary;
        var files = InNameTree(document, catalog);
        if (catalog.TryGet(AssociatedFiles, scanner, out ArrayToken? associated)) files = files.Concat(associated.Data);
        return files.Select(file => Attachment(document, file)).OfType<PdfAttachment>().DistinctBy(file => file.Stream);
    }

    private static IEnumerable<IToken> InNameTree(PdfDocument document, DictionaryToken catalog)
    {
        var scanner = document.Structure.TokenScanner;
        if (!catalog.TryGet(Names, scanner, out DictionaryToken? names)) yield break;
        if (!names.TryGet(EmbeddedFiles, scanner, out DictionaryToken? root)) yield break;
        var nodes = new Queue<DictionaryToken>([root]);
        for (var visited = 0; nodes.TryDequeue(out var node); visited++)
        {
            if (visited == MaxNodes) throw new InvalidDataException("Too large a name tree.");
            // Pairs of a key and a file specification.
            if (node.TryGet(Names, scanner, out ArrayToken? pairs))
                foreach (var file in pairs.Data.Where((_, index) => index % 2 == 1)) yield return file;
            if (!node.TryGet(Kids, scanner, out ArrayToken? kids)) continue;
            foreach (var kid in kids.Data)
                if (Resolve<DictionaryToken>(document, kid) is { } child) nodes.Enqueue(child);
        }
    }

    private static PdfAttachment? Attachment(PdfDocument document, IToken file)
    {
        var scanner = document.Structure.TokenScanner;
        if (Resolve<DictionaryToken>(document, file) is not { } specification) return null;
        if (!specification.TryGet(EmbeddedFile, scanner, out DictionaryToken? embedded)) return null;
        // Streams are always indirect objects.
        return (Reference(embedded, UnicodeName) ?? Reference(embedded, Name)) is { } stream
            ? new PdfAttachment(document, TextOf(specification, UnicodeName) ?? TextOf(specification, Name) ?? "", stream)
            : null;

        string? TextOf(DictionaryToken dictionary, NameToken key) =>
            dictionary.TryGet(key, out var token) ? PdfTextOf(Resolve<IToken>(document, token)) : null;
    }

    private static IndirectReference? Reference(DictionaryToken dictionary, NameToken key) =>
        dictionary.TryGet(key, out IndirectReferenceToken reference) ? reference.Data : null;

    private static string? PdfTextOf(IToken? token) => token switch
    {
        StringToken text => text.Data,
        HexToken hex when hex.Bytes is [0xFE, 0xFF, .. var utf16] => Encoding.BigEndianUnicode.GetString(utf16.ToArray()),
        HexToken hex => Encoding.Latin1.GetString(hex.Bytes.ToArray()),
        _ => null,
    };

    private static T? Resolve<T>(PdfDocument document, IToken token) where T : class, IToken =>
        (token is IndirectReferenceToken reference ? document.Structure.GetObject(reference.Data).Data : token) as T;
}

/// <summary>A file in a PDF.</summary>
/// <param name="Name">As its author named it.</param>
/// <param name="Stream">Where its bytes are.</param>
internal sealed record PdfAttachment(PdfDocument Document, string Name, IndirectReference Stream)
{
    /// <summary>Factur-X 1.0 and ZUGFeRD 2.1, 2.0 and 1.0, and the profile XRECHNUNG.</summary>
    private static readonly HashSet<string> InvoiceNames =
        new(["factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"], StringComparer.OrdinalIgnoreCase);

    public bool ClaimsToBeTheInvoice => InvoiceNames.Contains(Name);

    /// <summary>The bytes.</summary>
    /// <exception cref="InvalidDataException">There are none.</exception>
    public byte[] Bytes()
    {
        var structure = Document.Structure;
        return structure.GetObject(Stream).Data is StreamToken stream
            ? stream.Decode(structure.FilterProvider, structure.TokenScanner).ToArray()
            : throw new InvalidDataException("An attachment without bytes.");
    }
}
