using PdfSharp.Drawing;

namespace Dfm.Functions.Pdf;

/// <summary>Cells beside one another. Tables, columns of text and boxes are all made of rows.</summary>
/// <param name="Cells">From left to right.</param>
/// <param name="LineHeight">The height of every line in it.</param>
/// <param name="Padding">Above and below the lines.</param>
/// <param name="Fill">What is behind it.</param>
/// <param name="Rule">The line below it.</param>
/// <param name="Bar">A thick line at its left.</param>
internal sealed record PdfRow(
    IReadOnlyList<PdfCell> Cells, double LineHeight, double Padding, XBrush? Fill = null, XPen? Rule = null, XBrush? Bar = null)
{
    /// <summary>The lines of the longest cell.</summary>
    public int LineCount => Cells.Max(cell => cell.Lines.Count);

    /// <summary>The height of what is never torn in two by the end of a page: all of a row, unless it is uncommonly long.</summary>
    public double KeptHeight => Height(Math.Min(LineCount, 15));

    /// <summary>The height of <paramref name="lines"/> lines of it.</summary>
    public double Height(int lines) => (lines * LineHeight) + (2 * Padding);
}

/// <summary>A column's part of a row.</summary>
/// <param name="Left">From the left margin.</param>
/// <param name="Width">No line is wider.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="FromRight">Whether they end at the right edge, as numbers do.</param>
internal sealed record PdfCell(double Left, double Width, IReadOnlyList<PdfLine> Lines, bool FromRight = false);

/// <summary>One line of text.</summary>
/// <param name="Text">No wider than its cell.</param>
/// <param name="Style">How it looks.</param>
internal sealed record PdfLine(string Text, PdfStyle Style);
