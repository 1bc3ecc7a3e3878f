using PdfSharp.Drawing;

namespace Dfm.Functions.Pdf;

/// <summary>Cells side by side. Tables, columns of text and boxes consist of rows. Lengths are in points.</summary>
/// <param name="Cells">From left to right.</param>
/// <param name="LineHeight">The height of each line.</param>
/// <param name="Padding">Above and below the lines.</param>
/// <param name="Fill">The background.</param>
/// <param name="Rule">The line below the row.</param>
/// <param name="Bar">A thick line at the left edge.</param>
public sealed record PdfRow(
    IReadOnlyList<PdfCell> Cells, double LineHeight, double Padding, XBrush? Fill = null, XPen? Rule = null, XBrush? Bar = null)
{
    /// <summary>The number of lines of the longest cell.</summary>
    public int LineCount => Cells.Max(cell => cell.Lines.Count);

    /// <summary>The height that is never split by a page break: the whole row, unless it is very tall.</summary>
    public double KeptHeight => Height(Math.Min(LineCount, 15));

    /// <summary>The height of the row with <paramref name="lines"/> lines.</summary>
    public double Height(int lines) => (lines * LineHeight) + (2 * Padding);
}

/// <summary>A cell of a row.</summary>
/// <param name="Left">From the left margin.</param>
/// <param name="Width">The maximum width of a line.</param>
/// <param name="FromRight">Right-aligned, as for numbers.</param>
public sealed record PdfCell(double Left, double Width, IReadOnlyList<PdfLine> Lines, bool FromRight = false);

/// <summary>One line of text.</summary>
/// <param name="Text">No wider than its cell.</param>
public sealed record PdfLine(string Text, PdfStyle Style);
