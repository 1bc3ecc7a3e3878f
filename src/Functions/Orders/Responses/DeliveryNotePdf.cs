using System.Globalization;
using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Functions.Pdf;
using PdfSharp.Drawing;

namespace Dfm.Functions.Orders.Responses;

/// <summary>Prints delivery notes (« bons de livraison ») as PDF: A4, in French, the same on every machine.</summary>
public static class DeliveryNotePdf
{
    private const double LabelWidth = 92;
    private const double AddressLeft = 300;

    /// <summary>Writes <paramref name="note"/> to <paramref name="pdf"/>. Notes can be written at the same time.</summary>
    public static async Task WriteAsync(DeliveryNote note, Stream pdf, CancellationToken cancellation)
    {
        using var rendered = Render(note);
        await rendered.CopyToAsync(pdf, cancellation);
    }

    private static MemoryStream Render(DeliveryNote note)
    {
        var styles = new Styles();
        using var pages = new PdfPages($"Bon de livraison n° {note.Number}", note.At, page => Head(page, note, styles));
        Facts(pages, note, styles);
        Instructions(pages, note, styles);
        Lines(pages, note, styles);
        pages.Space(20);
        pages.Boxes(84, ("Reçu par (nom)", styles.Label, 0.38), ("Le", styles.Label, 0.2), ("Signature", styles.Label, 0.42));
        return pages.Finish($"GROUPE DFM – Commande n° {note.OrderNumber}", styles.Small);
    }

    private static void Head(PdfPages pages, DeliveryNote note, Styles styles)
    {
        // A head that grew with its number could leave no room for anything else.
        var number = pages.Wrap($"Bon de livraison n°\u00a0{note.Number}", styles.Title, 320).Take(3);
        var date = new PdfLine($"du {FrenchText.Day(note.At)}", styles.Text);
        pages.Draw(new PdfRow(
            [pages.Cell(0, 180, ("GROUPE DFM", styles.Brand)), new PdfCell(190, PdfPages.Width - 190, [.. number, date], FromRight: true)],
            LineHeight: 20, Padding: 4, Rule: new XPen(PdfStyle.Blue, 1.5)));
        pages.Space(14);
    }

    private static void Facts(PdfPages pages, DeliveryNote note, Styles styles)
    {
        (string Label, string? Value)[] facts =
        [
            ("Commande n°", note.OrderNumber),
            ("Commandée le", FrenchText.Day(note.OrderedAt)),
            ("Commandée par", note.OrderedBy),
            ("Transporteur", note.Carrier),
            ("N° de suivi", note.TrackingNumber),
        ];
        // Each fact in cells of its own, below the lines of those before it: a reader hears a label and then its value.
        var cells = new List<PdfCell>();
        var above = 0;
        foreach (var (label, value) in facts)
        {
            if (string.IsNullOrWhiteSpace(value)) continue;
            var lines = pages.Wrap(value, styles.Text, AddressLeft - LabelWidth - 20).ToList();
            var blank = Enumerable.Repeat(new PdfLine("", styles.Text), above);
            cells.Add(new(0, LabelWidth, [.. blank, new(label, styles.Label)]));
            cells.Add(new(LabelWidth, AddressLeft - LabelWidth, [.. blank, .. lines]));
            above += Math.Max(1, lines.Count);
        }
        cells.Add(pages.Cell(
            AddressLeft, PdfPages.Width - AddressLeft,
            ("Adresse de livraison", styles.Heading),
            (note.CustomerName, styles.Strong),
            (note.Site.Name, styles.Text),
            (note.Site.Street, styles.Text),
            ($"{note.Site.Postcode} {note.Site.Town}", styles.Text)));
        pages.Draw(new PdfRow(cells, LineHeight: 15, Padding: 0));
        pages.Space(14);
    }

    private static void Instructions(PdfPages pages, DeliveryNote note, Styles styles)
    {
        if (string.IsNullOrWhiteSpace(note.Comment)) return;
        var text = pages.Cell(
            14, PdfPages.Width - 28, ("Instructions de livraison", styles.Heading), (note.Comment, styles.Instructions));
        pages.Draw(new PdfRow(
            [text], LineHeight: 16, Padding: 8,
            Fill: new XSolidBrush(XColor.FromArgb(0xf3, 0xf6, 0xfa)), Bar: new XSolidBrush(PdfStyle.Blue)));
        pages.Space(14);
    }

    private static void Lines(PdfPages pages, DeliveryNote note, Styles styles)
    {
        var rule = new XPen(XColor.FromArgb(0xc5, 0xce, 0xd9), 0.5);
        var head = new PdfRow(
            [.. Column.All.Select(column => column.Cell(pages, (column.Title, styles.Heading)))],
            LineHeight: 13, Padding: 5, Fill: new XSolidBrush(XColor.FromArgb(0xe3, 0xe8, 0xee)));
        var rows = note.Lines.Select(line => new PdfRow([.. Cells(pages, line, styles)], LineHeight: 13, Padding: 5, Rule: rule)).ToList();
        pages.Need(head.KeptHeight + (rows.FirstOrDefault()?.KeptHeight ?? 0));
        DrawHead();
        foreach (var row in rows) pages.Draw(row, DrawHead);

        void DrawHead() => pages.Draw(head);
    }

    private static IEnumerable<PdfCell> Cells(PdfPages pages, DeliveryNoteLine line, Styles styles) =>
    [
        Column.Reference.Cell(pages, (line.Reference ?? "–", styles.Row)),
        Column.Designation.Cell(pages, (line.Designation, styles.Row), (Colour(line), styles.Small)),
        Column.Asset.Cell(pages, (line.Asset ?? "–", styles.Row)),
        Column.Ordered.Cell(pages, (Count(line.Ordered), styles.Row)),
        Column.Delivered.Cell(pages, (Count(line.Delivered), styles.RowStrong)),
        Column.Remaining.Cell(pages, (Count(line.Remaining), styles.Row)),
    ];

    private static string Colour(DeliveryNoteLine line) => string.IsNullOrWhiteSpace(line.Colour) ? "" : $"Couleur\u00a0: {line.Colour}";

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>A column of the table.</summary>
    private sealed record Column(string Title, double Left, double Width, bool FromRight = false)
    {
        public static readonly Column Reference = new("Référence", 8, 74);
        public static readonly Column Designation = new("Désignation", 88, 134);
        public static readonly Column Asset = new("Bien", 230, 134);
        public static readonly Column Ordered = new("Commandé", 366, 52, FromRight: true);
        public static readonly Column Delivered = new("Livré", 424, 30, FromRight: true);
        public static readonly Column Remaining = new("Reste à livrer", 460, 43, FromRight: true);

        public static readonly Column[] All = [Reference, Designation, Asset, Ordered, Delivered, Remaining];

        public PdfCell Cell(PdfPages pages, params IEnumerable<(string Text, PdfStyle Style)> texts) =>
            pages.Cell(Left, Width, texts) with { FromRight = FromRight };
    }

    /// <summary>How everything looks; of one rendering, for the library's fonts are not promised to be shared between threads.</summary>
    private sealed class Styles
    {
        public PdfStyle Brand { get; } = PdfStyle.SemiBold(18, PdfStyle.Blue);
        public PdfStyle Title { get; } = PdfStyle.SemiBold(14, PdfStyle.Blue);
        public PdfStyle Heading { get; } = PdfStyle.SemiBold(9, PdfStyle.Blue);
        public PdfStyle Label { get; } = PdfStyle.Regular(9, Grey);
        public PdfStyle Text { get; } = PdfStyle.Regular(10);
        public PdfStyle Strong { get; } = PdfStyle.SemiBold(10);
        public PdfStyle Instructions { get; } = PdfStyle.SemiBold(11);
        public PdfStyle Row { get; } = PdfStyle.Regular(9);
        public PdfStyle RowStrong { get; } = PdfStyle.SemiBold(9);
        public PdfStyle Small { get; } = PdfStyle.Regular(8, Grey);

        private static XColor Grey => XColor.FromArgb(0x4a, 0x55, 0x63);
    }
}
