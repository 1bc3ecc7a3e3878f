using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace Dfm.Functions.Pdf;

/// <summary>A4 pages filled from the top, each with the same header and « Page 1 / 2 » in its footer. Not thread-safe.</summary>
public sealed class PdfPages : IDisposable
{
    /// <summary>The width between the margins, in points.</summary>
    public const double Width = 511;

    private const double Margin = 42;
    private const double Bottom = 786;
    private const double Foot = 806;

    private readonly PdfDocument document = new();
    private readonly Action<PdfPages> head;
    private XGraphics graphics;
    private double y;

    /// <param name="head">Draws the header of every page.</param>
    public PdfPages(string title, DateTimeOffset created, Action<PdfPages> head)
    {
        this.head = head;
        document.Info.Title = title;
        document.Info.Author = "GROUPE DFM";
        document.Info.Creator = "Portail clients GROUPE DFM";
        document.Info.CreationDate = created.UtcDateTime;
        document.Language = "fr-FR";
        document.ViewerPreferences.DisplayDocTitle = true;
        graphics = Start();
    }

    private double Room => Bottom - y;

    /// <summary>Wraps texts into a cell, one below the other.</summary>
    public PdfCell Cell(double left, double width, params IEnumerable<(string Text, PdfStyle Style)> texts) =>
        new(left, width, [.. texts.SelectMany(part => Wrap(part.Text, part.Style, width))]);

    public IEnumerable<PdfLine> Wrap(string text, PdfStyle style, double width) =>
        PdfText.Wrap(text, style.Font, width, graphics).Select(line => new PdfLine(line, style));

    /// <summary>Leaves vertical space, in points.</summary>
    public void Space(double height) => y += height;

    /// <summary>Starts a new page unless <paramref name="height"/> points are left on the current one.</summary>
    public void Need(double height)
    {
        if (height > Room) Break(null);
    }

    /// <summary>Draws a row; a row taller than the rest of the page continues on the next page.</summary>
    /// <param name="continued">Draws the heading of the rest of the row on a new page.</param>
    public void Draw(PdfRow row, Action? continued = null)
    {
        if (row.KeptHeight > Room) Break(continued);
        for (var drawn = 0; drawn < row.LineCount;)
        {
            if (row.Height(1) > Room) Break(continued);
            var lines = Math.Clamp((int)((Room - (2 * row.Padding)) / row.LineHeight), 1, row.LineCount - drawn);
            Draw(row, drawn, lines);
            drawn += lines;
        }
    }

    /// <summary>Draws empty boxes with captions side by side at the bottom of the last page.</summary>
    /// <param name="captions">Each box's caption and its share of the width.</param>
    public void Boxes(double height, params IReadOnlyList<(string Caption, PdfStyle Style, double Share)> captions)
    {
        Need(height);
        y = Bottom - height;
        var left = Margin;
        foreach (var (caption, style, share) in captions)
        {
            var box = new XRect(left, y, share * Width, height);
            graphics.DrawRectangle(new XPen(PdfStyle.Blue, 0.75), box);
            graphics.DrawString(caption, style.Font, style.Brush, box.X + 6, box.Y + 14);
            left += box.Width;
        }
        y = Bottom;
    }

    /// <summary>Numbers the pages and returns the document.</summary>
    /// <param name="foot">Shown beside each page number; only the first line that fits.</param>
    public MemoryStream Finish(string foot, PdfStyle style)
    {
        var beside = PdfText.Wrap(foot, style.Font, Width - 100, graphics)[0];
        graphics.Dispose();
        for (var page = 0; page < document.PageCount; page++)
        {
            using var numbered = XGraphics.FromPdfPage(document.Pages[page]);
            numbered.DrawString(beside, style.Font, style.Brush, Margin, Foot);
            numbered.DrawString(
                $"Page {page + 1} / {document.PageCount}", style.Font, style.Brush, new XPoint(Margin + Width, Foot),
                XStringFormats.BaseLineRight);
        }
        var pdf = new MemoryStream();
        document.Save(pdf, closeStream: false);
        pdf.Position = 0;
        return pdf;
    }

    public void Dispose()
    {
        graphics.Dispose();
        document.Dispose();
    }

    private XGraphics Start()
    {
        var page = document.AddPage();
        page.Size = PageSize.A4;
        graphics = XGraphics.FromPdfPage(page);
        y = Margin;
        head(this);
        return graphics;
    }

    private void Break(Action? continued)
    {
        graphics.Dispose();
        graphics = Start();
        continued?.Invoke();
    }

    private void Draw(PdfRow row, int first, int count)
    {
        var area = new XRect(Margin, y, Width, row.Height(count));
        if (row.Fill is not null) graphics.DrawRectangle(row.Fill, area);
        if (row.Bar is not null) graphics.DrawRectangle(row.Bar, new XRect(area.X, area.Y, 3, area.Height));
        foreach (var cell in row.Cells)
        {
            foreach (var (line, place) in cell.Lines.Skip(first).Take(count).Select((line, place) => (line, place)))
            {
                if (line.Text.Length > 0) Draw(line, cell, y + row.Padding + ((place + 0.76) * row.LineHeight));
            }
        }
        y = area.Bottom;
        if (row.Rule is not null) graphics.DrawLine(row.Rule, area.BottomLeft, area.BottomRight);
    }

    private void Draw(PdfLine line, PdfCell cell, double baseline)
    {
        var at = new XPoint(Margin + cell.Left + (cell.FromRight ? cell.Width : 0), baseline);
        var format = cell.FromRight ? XStringFormats.BaseLineRight : XStringFormats.BaseLineLeft;
        graphics.DrawString(line.Text, line.Style.Font, line.Style.Brush, at, format);
    }
}
