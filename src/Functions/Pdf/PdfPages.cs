using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace Dfm.Functions.Pdf;

/// <summary>A4 pages that fill up from the top, each with the same head and « Page 1 / 2 » at its foot. For one thread at a time.</summary>
internal sealed class PdfPages : IDisposable
{
    /// <summary>What lies between the margins.</summary>
    public const double Width = 511;

    private const double Margin = 42;
    private const double Bottom = 786;
    private const double Foot = 806;

    private readonly PdfDocument document = new();
    private readonly Action<PdfPages> head;
    private XGraphics graphics;
    private double y;

    /// <summary>Starts the first page.</summary>
    /// <param name="title">The document's title.</param>
    /// <param name="created">When it was made.</param>
    /// <param name="head">Draws the head of every page.</param>
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

    /// <summary>Wraps <paramref name="text"/> into lines.</summary>
    public IEnumerable<PdfLine> Wrap(string text, PdfStyle style, double width) =>
        PdfText.Wrap(text, style.Font, width, graphics).Select(line => new PdfLine(line, style));

    /// <summary>Leaves room.</summary>
    public void Space(double height) => y += height;

    /// <summary>Goes on to the next page unless <paramref name="height"/> is left on this one.</summary>
    public void Need(double height)
    {
        if (height > Room) Break(null);
    }

    /// <summary>Draws a row; one that is longer than what is left of the page goes on on the next.</summary>
    /// <param name="row">The row.</param>
    /// <param name="continued">Draws what stands above the rest of it on a new page.</param>
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

    /// <summary>Draws empty boxes with captions beside one another at the bottom of the last page.</summary>
    /// <param name="height">Their height.</param>
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

    /// <summary>Numbers the pages and hands the document out.</summary>
    /// <param name="foot">What stands beside each number, if it fits one line.</param>
    /// <param name="style">How both look.</param>
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

    /// <inheritdoc/>
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
